"""Places in a list as readers say them: `cuốn thứ hai`, `số 3`, `cuốn cuối`, `cả hai`, `hết`."""

from __future__ import annotations

import re

WORDS = {
    "nhat": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
NUMBER = r"(nhat|mot|hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi|\d{1,2})"
PLACE = re.compile(rf"\b(?:cuon|quyen|so|thu|ban|cai|muc|#)\s*(?:so\s*|thu\s*)?{NUMBER}\b")
LAST = re.compile(r"\b(?:(?:cuon|quyen|cai|sach) (?:cuoi|chot|sau cung)|cuoi cung|cuoi)\b")
FIRST = re.compile(r"\b(?:(?:cuon|quyen|cai|sach) dau|dau tien|dau)\b")
ALL = re.compile(
    r"\b(?:tat ca|toan bo|het luon|het tat|gia han het|huy het|bo het|lay het"
    r"|ca (?:hai|ba|bon|nam|\d)"
    r"|moi cuon|may cuon do|cac cuon)\b|\bhet(?: di| nhe| nha| ca| giup\w*| cho \w+)?$"
)
Places = tuple[int, ...]


def places(words: str, length: int) -> Places | None:
    """Indexes from 0 that folded words name in a list of `length`; None when they name none.

    A place outside the list gives an empty tuple.
    """
    if ALL.search(words):
        return tuple(range(length))
    named = [_number(match[1]) for match in PLACE.finditer(words)]
    if not named and LAST.search(words):
        named = [length]
    if not named and FIRST.search(words):
        named = [1]
    return tuple(n - 1 for n in named if 1 <= n <= length) if named else None


def from_value(value: str, length: int) -> Places | None:
    """The same for a recognised ordinal: a number, `last`, `all`, or words."""
    value = value.strip()
    if value == "all":
        return tuple(range(length))
    if value == "last":
        return (length - 1,) if length else ()
    if value.isdecimal() and len(value) < 4:
        return (int(value) - 1,) if 1 <= int(value) <= length else ()
    return places(value, length) or _bare(value, length)


def _bare(value: str, length: int) -> Places | None:
    number = WORDS.get(value.rsplit(" ", 1)[-1])
    if number is None:
        return None
    return (number - 1,) if number <= length else ()


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else WORDS[word]
