"""Days as readers say them (`thứ bảy tuần sau`, `2/9`, `mùng 3 Tết`), relative to today."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from vietnamese.phrases.days import MONTH_PART, NEAR, WEEK, WEEKDAY, WEEKDAYS
from vietnamese.phrases.festivals import festival, lunar_month
from vietnamese.phrases.numbers import SMALL, number
from vietnamese.reading.letters import fold

LONGEST = 500
"""Characters looked at."""


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


def parse(meant: str, today: date) -> Days | None:
    """The days a message speaks of, or None. `meant` has accents where they are known."""
    accented = meant[:LONGEST].lower()
    text = fold(accented)
    for reader in (_weekday_span, _numbered, _weekday, _festival, _near, _week, _month):
        found = reader(text, accented, today)
        if found is not None:
            return found
    return None


def _weekday_span(text: str, _accented: str, today: date) -> Days | None:
    match = re.search(rf"\b({WEEKDAY})\s*(?:den|toi|-|–)\s*({WEEKDAY})\b(?:\s*({WEEK})\b)?", text)
    if match is None:
        return None
    first, last = _number(match[1]), _number(match[2])
    start = _on_weekday(today, first, match[3])
    return Days(start, start + timedelta(days=(last - first) % 7))


def _weekday(text: str, _accented: str, today: date) -> Days | None:
    match = re.search(rf"\b({WEEKDAY})\b(?:\s*({WEEK})\b)?", text)
    return None if match is None else _one(_on_weekday(today, _number(match[1]), match[2]))


def _number(weekday: str) -> int:
    return next(at for word, at in WEEKDAYS.items() if weekday.endswith(word))


def _on_weekday(today: date, weekday: int, week: str | None) -> date:
    """The next such day, today included; in the week that is named, if one is."""
    monday = today - timedelta(days=today.weekday())
    ahead = {"tuan sau": 7, "tuan toi": 7, "tuan nay": 0, "tuan ni": 0, "tuan truoc": -7}
    if week in ahead:
        return monday + timedelta(days=ahead[week] + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _numbered(text: str, _accented: str, today: date) -> Days | None:
    if re.search(r"\bam\b(?! nhac| thanh| thuc| tinh)|\bthang (?:gieng|chap)\b", text):
        return None  # a lunar day is no solar one
    match = re.search(
        r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?(?![\d/])", text
    ) or re.search(
        rf"\b(?:ngay|mung|mong|hom)\s*({SMALL})\s*(?:thang|t)\s*({SMALL})\b(?:\s*nam\s*(\d{{4}})\b)?",
        text,
    )
    if match is not None:
        return _dated(number(match[1]), number(match[2]), match[3], today)
    match = re.search(r"\bngay\s*(\d{1,2})\b(?!\s*(?:ngay|cuon|quyen|gio))", text)
    return None if match is None else _day_of_month(int(match[1]), today)


def _dated(day: int | None, month: int | None, year: str | None, today: date) -> Days | None:
    """A day and month without a year is the next one to come, today included."""
    if day is None or month is None:
        return None
    for each in (int(year),) if year else range(today.year, today.year + 9):
        try:
            found = date(each, month, day)
        except ValueError:  # 29 February waits for a leap year, at most eight
            continue
        if year or found >= today:
            return _one(found)
    return None


def _day_of_month(day: int, today: date) -> Days | None:
    for ahead in range(3):
        try:
            found = _month_start(today, ahead).replace(day=day)
        except ValueError:
            continue
        if found >= today:
            return _one(found)
    return None


def _festival(text: str, _accented: str, today: date) -> Days | None:
    found = festival(text, today)
    return None if found is None else Days(*found)


def _near(text: str, accented: str, today: date) -> Days | None:
    for pattern, days in NEAR.items():
        if re.search(rf"\b(?:{pattern})\b", text):
            return _one(today + timedelta(days=days))
    if re.search(r"\bmốt\b", accented):
        return _one(today + timedelta(days=2))
    return _one(today + timedelta(days=1)) if re.search(r"\bmai\b", text) else None


def _week(text: str, _accented: str, today: date) -> Days | None:
    monday = today - timedelta(days=today.weekday())
    later = re.search(r"\btuan (?:sau|toi)\b", text) is not None
    start = monday + timedelta(days=7) if later else monday
    if re.search(r"\b(?:cuoi tuan|weekend)\b", text):
        return Days(max(today, start + timedelta(days=5)), start + timedelta(days=6))
    if later:
        return Days(start, start + timedelta(days=6))
    if re.search(r"\btuan (?:nay|ni)\b", text):
        return Days(today, start + timedelta(days=6))
    return None


def _month(text: str, accented: str, today: date) -> Days | None:
    """A month, or its first ten days, its middle ten, the rest."""
    part = re.search(rf"\b({MONTH_PART}) thang\b", text)
    ahead = _months_ahead(text, accented, today)
    if ahead is None:
        return None if part is None else _part(today, 0, part[1])
    return _whole_month(today, ahead) if part is None else _part(today, ahead, part[1])


def _months_ahead(text: str, accented: str, today: date) -> int | None:
    """Bare `thang sau` is the next month; `tháng sáu` has its accent where it is meant."""
    if re.search(r"\bthang (?:sau|toi)\b", text) and "tháng sáu" not in accented:
        return 1
    named = re.search(rf"\bthang\s*({SMALL})\b", text)
    if named is not None:
        month = lunar_month(named[1])
        return None if month is None else (month - today.month) % 12
    return 0 if re.search(r"\bthang (?:nay|ni)\b", text) else None


def _part(today: date, ahead: int, part: str) -> Days:
    whole = Days(_month_start(today, ahead), _month_start(today, ahead + 1) - timedelta(days=1))
    first, last = {"dau": (1, 10), "giua": (11, 20), "cuoi": (21, whole.last.day)}[part]
    return Days(whole.first.replace(day=first), whole.first.replace(day=last))


def _whole_month(today: date, ahead: int) -> Days:
    """From today in this month, else from its first day."""
    start = _month_start(today, ahead)
    return Days(max(start, today), _month_start(today, ahead + 1) - timedelta(days=1))


def _month_start(today: date, ahead: int) -> date:
    month = today.month - 1 + ahead
    return date(today.year + month // 12, month % 12 + 1, 1)


def _one(day: date) -> Days:
    return Days(day, day)
