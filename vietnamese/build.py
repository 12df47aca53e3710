"""Count text into the typing model.

python -m vietnamese.build --out DIR FILE...    one text a line, UTF-8
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from vietnamese import counts
from vietnamese.letters import nfc
from vietnamese.syllable import canonical

FILE_NAME = "counts.tsv.gz"
COLLECTION_WEIGHT = 20.0
"""The library's own text against general text: 20 was best where both were measured."""

_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.!?;:,()\[\]\"“”«»\n|/–—-]+")
Words = dict[str, float]
Pairs = dict[tuple[str, str], float]


def sentences(text: str) -> Iterator[list[str]]:
    """Lower-case words of each stretch between marks, tones in their one place."""
    for part in _BREAK.split(nfc(text).lower()):
        words = [canonical(word) for word in _WORD.findall(part)]
        if words:
            yield words


def build(out: Path, sources: Iterable[str], least: int = 1) -> Path:
    """Count `sources` into `out`; what is seen fewer than `least` times is left out."""
    words: Words = {}
    pairs: Pairs = {}
    for number, text in enumerate(sources, start=1):
        counts.count(sentences(text), words, pairs)
        if number % 2000 == 0:
            sys.stderr.write(f"\rtyping model: {number} texts counted")
            sys.stderr.flush()
    if least > 1:
        pairs = {key: value for key, value in pairs.items() if value >= least}
    path = out / FILE_NAME
    counts.save(path, words, pairs)
    sys.stderr.write(f"\rtyping model: {len(words)} words, {len(pairs)} pairs\n")
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description="Count text into the typing model.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--least", type=int, default=1)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    texts = (
        line for path in options.files for line in path.read_text(encoding="utf-8").splitlines()
    )
    build(options.out, texts, options.least)


if __name__ == "__main__":
    main()
