"""Places in a list as readers say them: `cuốn thứ hai`, `số 3`, `cuốn cuối`, `cả hai`, `hết`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vietnamese.phrases.numbers import DIGITS, SMALL, number

UNIT: Final = r"(?:cuon|quyen|ban|sach|tap|cai|muc)"
_PLACE = rf"(?:nhat|nhi|{SMALL})"
_FIRST = rf"(?:{UNIT} )?dau tien|{UNIT} dau"
_LAST = rf"(?:{UNIT} )?(?:cuoi cung|sau cung)|{UNIT} (?:cuoi|chot)"
_NOT_AFTER = "".join(
    rf"(?<!\b{word} )" for word in ("chua", "doc", "cuon do", "muon", "thi", "sap", "da", "con")
)
_NOT_BEFORE = (
    r"(?! (?:han|roi|luot|thi|thoi|chua|sach (?:roi|chua)|hang|ve|cho ngoi|gio|muon|tien))"
)
ALL: Final = re.compile(
    rf"\b(?:ca (?:hai|ba|bon|nam|\d)|tat ca|toan bo|all"
    rf"|{_NOT_AFTER}het{_NOT_BEFORE})\b"
)
"""Everything; `hết` alone also means that none is left, or that a time is over."""
_EACH = re.compile(r"\b(?:(?:moi|cac) cuon|may cuon do)\b")
_COUNTED = re.compile(rf"\b(?:thu {_PLACE}|so {SMALL}|{UNIT} \d{{1,2}})\b")
_FORMS = (
    (_COUNTED, ""),
    (re.compile(rf"\b(?:{_FIRST})\b"), "1"),
    (re.compile(rf"\b(?:{_LAST})\b"), "last"),
    (ALL, "all"),
)
_NAMED = re.compile(rf"\b(?:cuon|quyen|so|thu|ban|cai|muc|#)\s*(?:so\s*|thu\s*)?({_PLACE})\b")
"""A place where a message is known to speak of a list: there `cuốn hai` is one too."""
_AT_END = (re.compile(rf"\b(?:{_LAST}|cuoi)\b"), re.compile(rf"\b(?:{_FIRST}|dau)\b"))
_WORDS: Final = DIGITS | {"nhat": 1, "nhi": 2, "dau": 1}
Places = tuple[int, ...]


def find(words: str) -> Iterator[tuple[int, int, str]]:
    """Places of ordinals in folded words, and each as a number from 1, `last` or `all`."""
    for pattern, value in _FORMS:
        for match in pattern.finditer(words):
            yield *match.span(), value or str(_number(match[0].split(" ", 1)[1]))


def places(words: str, length: int) -> Places | None:
    """Indexes from 0 that folded words name in a list of `length`; None when they name none.

    A place outside the list gives an empty tuple.
    """
    if ALL.search(words) or _EACH.search(words):
        return tuple(range(length))
    named = [_number(match[1]) for match in _NAMED.finditer(words)]
    if not named:
        last, first = (pattern.search(words) for pattern in _AT_END)
        named = [length] if last else [1] if first else []
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
    at = _WORDS.get(value.rsplit(" ", 1)[-1])
    if at is None:
        return None
    return (at - 1,) if at <= length else ()


def _number(said: str) -> int:
    """Of `_PLACE`, whose words are all known."""
    return _WORDS.get(said) or number(said) or 0
