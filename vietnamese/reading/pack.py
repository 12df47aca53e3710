"""The counts file: words in order of their bare forms, pairs and triples in flat arrays.

Gzip of one JSON line of lengths, the words one a line, then little-endian arrays: word counts
f32; pairs of each word u32, second words u32, counts f32; triples of each pair u32, third
words u32, counts f32.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from array import array
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path

from vietnamese.reading.letters import fold
from vietnamese.reading.tally import Tally

FORMAT = 2
_SHIFT = 20
_LOW = (1 << _SHIFT) - 1
_KINDS = "fIIfIIf"


class CountsBrokenError(ValueError):
    """The file is no counts file of this format."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Pairs of word w are at `pair_at[w]:pair_at[w + 1]`, triples of pair p likewise."""

    words: list[str]
    counts: array[float]
    pair_at: array[int]
    second: array[int]
    pair_counts: array[float]
    triple_at: array[int]
    third: array[int]
    triple_counts: array[float]


def pack(tally: Tally) -> Packed:
    """Words sorted by bare form, then most frequent first; a triple needs its first pair."""
    names = {number: word for word, number in tally.ids.items()}
    order = sorted(tally.words, key=lambda n: (fold(names[n]), -tally.words[n], names[n]))
    new = {number: at for at, number in enumerate(order)}
    pairs = sorted(
        (new[key >> _SHIFT] << _SHIFT | new[key & _LOW], count)
        for key, count in tally.pairs.items()
    )
    place = {key: at for at, (key, _) in enumerate(pairs)}
    triples = sorted(
        (place[new[key >> 2 * _SHIFT] << _SHIFT | new[key >> _SHIFT & _LOW]] << _SHIFT
         | new[key & _LOW], count)
        for key, count in tally.triples.items()
    )  # fmt: skip
    return Packed(
        [names[number] for number in order],
        array("f", (tally.words[number] for number in order)),
        _starts(len(order), [key >> _SHIFT for key, _ in pairs]),
        array("I", (key & _LOW for key, _ in pairs)),
        array("f", (count for _, count in pairs)),
        _starts(len(pairs), [key >> _SHIFT for key, _ in triples]),
        array("I", (key & _LOW for key, _ in triples)),
        array("f", (count for _, count in triples)),
    )


def unpack_into(packed: Packed, tally: Tally) -> None:
    """Put packed counts back into an empty tally."""
    if len(tally.ids) > 1:
        raise ValueError("only an empty tally takes packed counts")
    tally.ids = {word: at for at, word in enumerate(packed.words)}
    tally.words = dict(enumerate(packed.counts))
    for first in range(len(packed.words)):
        for at in range(packed.pair_at[first], packed.pair_at[first + 1]):
            pair = first << _SHIFT | packed.second[at]
            tally.pairs[pair] = packed.pair_counts[at]
            for to in range(packed.triple_at[at], packed.triple_at[at + 1]):
                tally.triples[pair << _SHIFT | packed.third[to]] = packed.triple_counts[to]


def save(path: Path, packed: Packed) -> None:
    """Whole or not at all; without a time stamp, so that the same counts give the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lengths = [len(packed.words), len(packed.second), len(packed.third)]
    body = [json.dumps({"format": FORMAT, "lengths": lengths}).encode() + b"\n"]
    body.append("".join(word + "\n" for word in packed.words).encode())
    for values in (
        packed.counts, _gaps(packed.pair_at), packed.second, packed.pair_counts,
        _gaps(packed.triple_at), packed.third, packed.triple_counts,
    ):  # fmt: skip
        body.append(_little(values).tobytes())
    temporary = path.with_name(path.name + ".tmp")
    with temporary.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.writelines(body)
    temporary.replace(path)


def load(path: Path) -> Packed:
    """Raises OSError, CountsBrokenError."""
    try:
        content = gzip.decompress(path.read_bytes())
        head, _, rest = content.partition(b"\n")
        described = json.loads(head)
        if described["format"] != FORMAT:
            raise CountsBrokenError(f"{path}: format {described['format']}, not {FORMAT}")
        words, pairs, triples = described["lengths"]
        return _parts(rest, words, pairs, triples)
    except (EOFError, zlib.error, gzip.BadGzipFile, KeyError, TypeError, UnicodeDecodeError,
            json.JSONDecodeError, IndexError) as error:  # fmt: skip
        raise CountsBrokenError(f"{path}: no counts file: {error}") from error


def _parts(rest: bytes, words: int, pairs: int, triples: int) -> Packed:
    names = rest.split(b"\n", words)
    body = memoryview(names.pop())
    read = []
    for kind, length in zip(_KINDS, (words, words, pairs, pairs, pairs, triples, triples),
                            strict=True):  # fmt: skip
        values: array[float] = array(kind)
        values.frombytes(body[: length * values.itemsize])
        body = body[length * values.itemsize :]
        if len(values) != length:
            raise CountsBrokenError("cut short")
        read.append(_little(values))
    for at in (1, 4):
        read[at] = array("I", accumulate(read[at], initial=0))
    return Packed([name.decode() for name in names], *read)  # type: ignore[arg-type]


def _starts(length: int, owners: list[int]) -> array[int]:
    gaps = array("I", bytes(4 * length))
    for owner in owners:
        gaps[owner] += 1
    return array("I", accumulate(gaps, initial=0))


def _gaps(starts: array[int]) -> array[int]:
    return array("I", (b - a for a, b in pairwise(starts)))


def _little(values: array[float] | array[int]) -> array[float]:
    """Byte order of the file: swapped on a big-endian machine, itself elsewhere."""
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values  # type: ignore[return-value]
