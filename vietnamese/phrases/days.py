"""Words for days, as patterns over folded text: weekdays, weeks, months, near days, dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from vietnamese.phrases.festivals import FIRST_DAYS, LUNAR_MONTH, NAMES
from vietnamese.phrases.numbers import SMALL

WEEKDAYS: Final = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4,
    "bay": 5, "7": 5, "nhat": 6, "cn": 6,
}  # fmt: skip
"""From Monday, 0."""
WEEKDAY: Final = r"(?:(?:thu|t)\s*(?:hai|ba|tu|nam|sau|bay|[2-7])|(?:chu|chua)\s*nhat|cn)"
WEEK: Final = r"(?:tuan (?:nay|ni|sau|toi|truoc)|toi|nay|ni|sau)"
PART: Final = r"(?:sang|trua|chieu|toi|dem)"
TODAY: Final = rf"(?:(?:hom|bua|{PART}) (?:nay|ni)|hnay|bay gio|(?:gio|luc) (?:nay|ni)|today)"
NEAR: Final = {
    r"(?:hom|bua) kia": -2, r"(?:hom|bua) qua|hqua|yesterday": -1, TODAY: 0,
    r"(?:ngay|bua|hom) mai|tomorrow": 1, r"(?:ngay|bua|hom) (?:mot|kia)(?! thang)": 2,
}  # fmt: skip
"""Patterns and how many days they are away; without its accent `mốt` alone is the number one."""
MONTH_PART: Final = r"(?:dau|giua|cuoi)"
MONTH: Final = rf"(?:nay|ni|sau|toi|{LUNAR_MONTH})"
SPOKEN_DATE: Final = (
    rf"(?:(?:ngay|hom|mung|mong) )?{SMALL} thang {LUNAR_MONTH}(?: nam \d{{4}})?(?: am lich| am\b)?"
)
_PATTERN = re.compile(
    rf"\b(?:(?:{PART} )?(?:"
    rf"{NAMES}"
    rf"|{SPOKEN_DATE}"
    rf"|(?:(?:ngay|hom|mung|mong) )?\d{{1,2}}\s*/\s*\d{{1,2}}(?:\s*/\s*\d{{2,4}})?(?: am lich)?"
    rf"|{FIRST_DAYS}(?: tet)?"
    rf"|ngay \d{{1,2}}(?! (?:ngay|cuon|quyen|gio))"
    rf"|{WEEKDAY}(?: {WEEK})?"
    rf"|(?:ngay|bua|hom) (?:mai|mot|kia)|mai"
    rf")"
    rf"|(?:hom|bua) (?:qua|kia)|{PART} (?:nay|ni)|(?:hom|bua) (?:nay|ni)"
    rf"|cuoi tuan(?: (?:nay|ni|sau|toi))?|weekend"
    rf"|{MONTH_PART} thang(?: {MONTH})?"
    rf"|(?:tuan|thang) (?:nay|ni|sau|toi|\d{{1,2}})"
    rf"|thang (?:{LUNAR_MONTH}))\b"
)


def find(words: str) -> Iterator[tuple[int, int]]:
    """Places of all that speaks of a day in folded words."""
    return (match.span() for match in _PATTERN.finditer(words))
