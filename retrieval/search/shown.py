"""Whom the pronoun means that opens a sentence shown alone."""

from __future__ import annotations

import re

from retrieval.index.names import NAME
from retrieval.search.sentence import Read
from retrieval.terms import folded_line

PRONOUN = re.compile(
    r"^(?:Ông|Bà|Người|Anh|Chị|Cô|Cậu bé|Cụ|Vua|Nhà vua|Nhà thơ|Nhà văn|Đại thi hào|Vị \w+)(?= )"
    r"(?!\s+(?:ấy là|ta)\b)(?! [A-ZĐ])"
)
"""Opens a sentence in place of a name."""
_OPENS = re.compile(rf"^(?:(?:Vua|Ông|Bà|Cụ|Nhà thơ|Nhà văn) )?(?P<name>{NAME.pattern})")
_FAMILY = frozenset(
    "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly mai dinh ha cao luu "
    "trinh dao doan truong lam mac to cu ton chu tang trieu phung xuan huy bach kieu luong thai ta "
    "tong che".split()
)
"""Family names, folded, and first words of pen names."""


def spoken_of(read: Read, at: int, title: str) -> str:
    """The person whom the pronoun that opens sentence `at` means: the last one that opened a
    sentence before it, else the one the text is about; empty where no pronoun opens it."""
    if PRONOUN.match(read.lines[at]) is None:
        return ""
    for line in reversed(read.lines[:at]):
        if (match := _OPENS.match(line)) and _person(match["name"]):
            return match["name"]
    match = _OPENS.match(title)
    return match["name"] if match and _person(match["name"]) else ""


def _person(name: str) -> bool:
    return folded_line(name).split()[0] in _FAMILY
