"""Count a library's own text into the typing model, on top of the counts that ship.

python -m vietnamese.reading.build --out DIR FILE...    one text a line, UTF-8
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from vietnamese.reading import pack
from vietnamese.reading.tally import Tally

FILE_NAME = "counts.bin.gz"
COLLECTION_WEIGHT = 30.0
"""The library's own text against general text: 20, 30 and 50 tried on titles and questions."""
BAR = 30


def shipped() -> Path:
    return Path(__file__).with_name("data") / FILE_NAME


def build(out: Path, sources: Iterable[str], weight: float = COLLECTION_WEIGHT) -> Path:
    """Count `sources` and the shipped counts into `out`; returns the file."""
    texts = sources if isinstance(sources, Sequence) else list(sources)
    tally = Tally()
    pack.unpack_into(pack.load(shipped()), tally)
    step = max(1, len(texts) // BAR)
    for begin in range(0, len(texts), step):
        tally.add(texts[begin : begin + step], weight)
        _show(min(begin + step, len(texts)), len(texts))
    path = out / FILE_NAME
    packed = pack.pack(tally)
    pack.save(path, packed)
    sys.stderr.write(
        f"\ntyping model: {len(packed.words)} words, {len(packed.second)} pairs,"
        f" {len(packed.third)} threes\n"
    )
    return path


def _show(done: int, total: int) -> None:
    filled = BAR * done // total
    sys.stderr.write(f"\rtyping model [{'#' * filled}{'.' * (BAR - filled)}] {done}/{total} texts")
    sys.stderr.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description="Count text into the typing model.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weight", type=float, default=COLLECTION_WEIGHT)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    texts = [
        line for path in options.files for line in path.read_text(encoding="utf-8").splitlines()
    ]
    build(options.out, texts, options.weight)


if __name__ == "__main__":
    main()
