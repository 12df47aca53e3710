"""A file of ISO 2709 into its records: by length where it is right, else by marks.

A record's end mark may stand in its text (VPS has a letter there), be missing, or be a line end;
lengths may count characters, or more than five digits can say. What follows decides: a record ends
where its directory is satisfied, or where the next leader stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from retrieval.ingest import charset, directory
from retrieval.ingest.directory import LEADER

RECORD_END = b"\x1d"
_BETWEEN = re.compile(rb"[\r\n \t\x00\x1a\xef\xbb\xbf]*")
"""Line ends, padding, DOS's end of file and byte order marks are no part of a record."""
_LEADER = re.compile(rb"\d{5}[ -~]{7}|[ -~]{20}45 ?0?|[ -~]{24}(?:[0-9A-Za-z]{3}\d{9}){2}")
"""Any of: a length, an entry map, a directory; the rest may be damaged."""
_NEXT = re.compile(rb"\x1e[\r\n \t\x00]*(?=\d{5}[ -~]{7}\d{5}[ -~]{3}4500)")
"""The next record right after a field, with no end mark between."""
SAMPLE = 100_000
"""Bytes by which it is judged whether a file is cut into lines."""
_TRIED = 50
"""End marks within one record that are tried."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A record without its end mark; `at` is its first byte in the file.

    `cut` says that the file ends before the record does.
    """

    at: int
    data: bytes
    cut: bool = False


def split(data: bytes) -> Iterator[Piece]:
    """Every record of what `plain` gave, in order, and what stands between and is none."""
    at = _after_padding(data, 0)
    while at < len(data):
        end = _end(data, at)
        stop = end if end >= 0 else len(data)
        yield Piece(at, data[at:stop], cut=end < 0 and not directory.fits(data[at:stop]))
        at = _after_padding(data, stop + (data[stop : stop + 1] == RECORD_END))


def _end(data: bytes, at: int) -> int:
    """Where the record's end mark stands, or would; -1 where the file ends without one."""
    first = data.find(RECORD_END, at)
    length = data[at : at + 5]
    declared = at + int(length) - 1 if length.isdigit() else -1
    if first == declared or not _LEADER.match(data, at):
        return first
    marked = data[declared : declared + 1] == RECORD_END
    if declared > at and marked and directory.fits(data[at:declared]):
        return declared
    return _by_marks(data, at, first)


def _by_marks(data: bytes, at: int, first: int) -> int:
    """The first mark with a whole record before it, or with another record after it."""
    end = first
    for _ in range(_TRIED):
        piece = data[at : end if end >= 0 else len(data)]
        if directory.fits(piece):
            return end
        if found := _NEXT.search(piece, LEADER):
            return at + found.start() + 1
        after = _after_padding(data, end + 1)
        if end < 0 or after == len(data) or _LEADER.match(data, after):
            return end
        end = data.find(RECORD_END, end + 1)
    return first


def _after_padding(data: bytes, at: int) -> int:
    found = _BETWEEN.match(data, at)
    return found.end() if found else at


def plain(data: bytes) -> bytes:
    """The file with one byte for each ASCII character and no line ends within records."""
    return _unwrapped(charset.widened(data))


def _unwrapped(data: bytes) -> bytes:
    """The file without line ends, where lengths then fit that did not: cut into lines."""
    if b"\n" not in data[:SAMPLE]:
        return data
    bare = data.replace(b"\r\n", b"").replace(b"\n", b"")
    return bare if _exact(bare[:SAMPLE]) > _exact(data[:SAMPLE]) else data


def _exact(data: bytes) -> int:
    """How many of the first records are as long as they say, field by field."""
    return sum(directory.exact(piece.data) for piece in islice(split(data), 30))
