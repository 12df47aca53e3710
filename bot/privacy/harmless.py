"""Numbers that are nobody's secret: of publications, shelves, days, money, the library's phone."""

from __future__ import annotations

import re
from typing import Final

from bot.privacy.topics import BOOK_CODE

_GAP = r"[ .\-‐–]?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_PATTERNS: Final = (
    rf"(?<![\da-z])97[89](?:{_GAP}\d){{9}}{_GAP}[\dx](?![\da-z])",
    r"(?<![\da-z])\d{1,5}-\d{1,7}-\d{1,7}-[\dx](?![\da-z])",
    rf"\b(?:{BOOK_CODE})\b(?:\W+(?:la|so|cua|cuon|sach|nay|do|tren|bia|o|ghi|quyen|thi|em|minh|"
    rf"toi|chup|duoc|doc|the nay|nhu|ay|kia)\b){{0,5}}\W*"
    r"(?P<code>[a-z]{0,6}[ .\-/]?\d[\d .\-/x]*)",
    r"(?<![\d.])\d{3}\.\d+(?:/[a-z]+\w*)?(?![\d.])",
    r"(?<!\d)\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?(?:\d{4}|\d{2})(?!\d)",
    r"(?<!\d)\d{4}-\d{1,2}-\d{1,2}(?!\d)",
    r"(?<![\d/])\d{1,2}/\d{4}(?!\d)",
    rf"\b(?:nam|tu|den|truoc|sau|hoi|khoa|thang|xuat ban|xb|nxb|in|ban|the ky|giai doan|thoi|"
    rf"tai ban|le|cuoi|dau|since|in|sinh)\s+(?:nam\s+)?{_YEAR}(?!\d)",
    rf"(?<!\d){_YEAR}\s?[-–]\s?{_YEAR}(?!\d)",
    r"(?<!\d)\d[\d.,]*\s?(?:dong|vnd|nghin|ngan|trieu|tr|k|d|mah|kwh|wh|gb|mb|km|m2)\b",
    r"(?<![\da-z])(?=\(?(?:\d\D{0,2}){10,11}(?!\D?\d))\(?02\d{1,2}"
    r"\)?[ .\-]?\d{3,4}[ .\-]?\d{3,4}(?:[ .\-]?\d{1,3})?(?!\d)(?<=\d{3})",
    r"(?<!\d)1[89]00[ .\-]?"
    r"(?:\d{4}|\d{3}[ .\-]?\d{3}|\d{2}[ .\-]?\d{2}[ .\-]?\d{2})(?![ .\-]?\d)",
    r"(?<!\d)\d{1,2}\s?(?:h|g|gio|:)\s?\d{0,2}(?![\d])",
    r"\b(?:nghi dinh|thong tu|luat|quyet dinh|cong van)\s+(?:so\s+)?\d[\w/.\-]*",
)
_FINDERS: Final = tuple(re.compile(pattern) for pattern in _PATTERNS)
Span = tuple[int, int]


def spans(text: str) -> list[Span]:
    """Where in folded text such numbers stand."""
    found = []
    for finder in _FINDERS:
        for match in finder.finditer(text):
            group = "code" if "code" in finder.groupindex else 0
            found.append(match.span(group))
    return found


def covers(found: list[Span], start: int, end: int) -> bool:
    """Whether [start, end) lies in one of them."""
    return any(a <= start and end <= b for a, b in found)
