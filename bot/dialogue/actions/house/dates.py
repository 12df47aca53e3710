"""Days as readers say them (`thứ bảy tuần sau`, `2/9`, `mùng 3 Tết`), relative to today."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.dialogue.actions.house.festivals import festival
from vietnamese.reading import fold


@dataclass(frozen=True, slots=True)
class Days:
    """A day, or the days `first`..`last`, both included."""

    first: date
    last: date

    @property
    def single(self) -> bool:
        return self.first == self.last

    @property
    def dates(self) -> tuple[date, ...]:
        count = (self.last - self.first).days + 1
        return tuple(self.first + timedelta(days=n) for n in range(count))


NUMBERS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3,
    "sau": 4, "6": 4, "bay": 5, "7": 5, "nhat": 6,
}  # fmt: skip
WEEKDAY = r"(?:(?:thu|t)\s*(hai|ba|tu|nam|sau|bay|[2-7])|(?:chu|chua)\s*(nhat)|\b(cn))\b"
WEEK = r"(?:\s*(tuan (?:nay|sau|toi)|toi|nay))?"
NEAR = {"hom kia": -2, "hom qua": -1, "hom nay": 0, "bua nay": 0, "ngay mai": 1, "ngay kia": 2}
TODAY = re.compile(r"\b(?:chieu nay|sang nay|toi nay|trua nay|hnay|bay gio|gio nay|luc nay)\b")


def parse(meant: str, today: date) -> Days | None:
    """The days a message speaks of, or None. `meant` has accents where they are known."""
    text = fold(meant[:500]).lower()
    for reader in (_weekday_span, _numbered, _weekday, _festival, _near, _week, _month):
        found = reader(text, meant[:500].lower(), today)
        if found is not None:
            return found
    return None


def _weekday_span(text: str, _meant: str, today: date) -> Days | None:
    match = re.search(rf"\b{WEEKDAY}\s*(?:den|toi|-|–)\s*{WEEKDAY}{WEEK}", text)
    if match is None:
        return None
    first, last = _number(match.group(1, 2, 3)), _number(match.group(4, 5, 6))
    start = _on_weekday(today, first, match.group(7))
    return Days(start, start + timedelta(days=(last - first) % 7))


def _weekday(text: str, _meant: str, today: date) -> Days | None:
    match = re.search(rf"\b{WEEKDAY}{WEEK}", text)
    if match is None:
        return None
    return _one(_on_weekday(today, _number(match.group(1, 2, 3)), match.group(4)))


def _number(groups: Iterable[str | None]) -> int:
    said = next(group for group in groups if group)
    return 6 if said == "cn" else NUMBERS[said]


def _on_weekday(today: date, weekday: int, week: str | None) -> date:
    """The next such day, today included; in the week that is named, if one is."""
    monday = today - timedelta(days=today.weekday())
    if week in ("tuan sau", "tuan toi"):
        return monday + timedelta(days=7 + weekday)
    if week == "tuan nay":
        return monday + timedelta(days=weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _numbered(text: str, _meant: str, today: date) -> Days | None:
    if re.search(r"\bam(?: lich)?\b", text):  # a lunar day is no solar one
        return None
    match = re.search(
        r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?(?![\d/])", text
    ) or re.search(
        r"\b(?:ngay|mung|mong)\s*(\d{1,2})\s*(?:thang|t)\s*(\d{1,2})(?:\s*nam\s*(\d{4}))?\b", text
    )
    if match is not None:
        return _dated(int(match[1]), int(match[2]), match[3], today)
    match = re.search(r"\bngay\s*(\d{1,2})\b(?!\s*(?:ngay|cuon|quyen|gio))", text)
    return None if match is None else _day_of_month(int(match[1]), today)


def _dated(day: int, month: int, year: str | None, today: date) -> Days | None:
    """A day and month without a year is the next one to come, today included."""
    try:
        found = date(int(year) if year else today.year, month, day)
        if year is None and found < today:
            found = found.replace(year=today.year + 1)
    except ValueError:
        return None
    return _one(found)


def _day_of_month(day: int, today: date) -> Days | None:
    for month in range(today.month, today.month + 3):
        try:
            found = date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, day)
        except ValueError:
            continue
        if found >= today:
            return _one(found)
    return None


def _festival(text: str, _meant: str, today: date) -> Days | None:
    found = festival(text, today)
    return None if found is None else Days(*found)


def _near(text: str, meant: str, today: date) -> Days | None:
    for words, days in NEAR.items():
        if words in text:
            return _one(today + timedelta(days=days))
    if TODAY.search(text):
        return _one(today)
    if "mốt" in meant:  # without its accent `mot` is the number one
        return _one(today + timedelta(days=2))
    if re.search(r"\bmai\b", text):
        return _one(today + timedelta(days=1))
    return None


def _week(text: str, _meant: str, today: date) -> Days | None:
    monday = today - timedelta(days=today.weekday())
    later = re.search(r"\btuan (?:sau|toi)\b", text) is not None
    start = monday + timedelta(days=7) if later else monday
    if "cuoi tuan" in text:
        return Days(max(today, start + timedelta(days=5)), start + timedelta(days=6))
    if later:
        return Days(start, start + timedelta(days=6))
    if re.search(r"\btuan nay\b", text):
        return Days(today, start + timedelta(days=6))
    return None


def _month(text: str, _meant: str, today: date) -> Days | None:
    named = re.search(r"\bthang\s*(\d{1,2})\b", text)
    if named is not None:
        month = int(named[1])
        if not 1 <= month <= 12:
            return None
        return _whole_month(today, (month - today.month) % 12)
    if re.search(r"\bthang (?:sau|toi)\b", text):
        return _whole_month(today, 1)
    return _whole_month(today, 0) if re.search(r"\bthang nay\b", text) else None


def _whole_month(today: date, ahead: int) -> Days:
    """From today in this month, else from its first day."""
    start = _month_start(today, ahead)
    return Days(max(start, today), _month_start(today, ahead + 1) - timedelta(days=1))


def _month_start(today: date, ahead: int) -> date:
    month = today.month - 1 + ahead
    return date(today.year + month // 12, month % 12 + 1, 1)


def _one(day: date) -> Days:
    return Days(day, day)
