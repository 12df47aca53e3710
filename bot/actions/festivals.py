"""Festivals by name, the lunar ones from the `holidays` calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

import holidays

SOLAR = (
    (r"\btet duong lich\b|\btet tay\b", 1, 1),
    (r"\bnam moi duong lich\b", 1, 1),
    (r"\bquoc te phu nu\b", 3, 8),
    (r"\bngay sach\b", 4, 21),
    (r"\bgiai phong\b|\bngay chien thang\b", 4, 30),
    (r"\bquoc te lao dong\b", 5, 1),
    (r"\bquoc te thieu nhi\b", 6, 1),
    (r"\bquoc khanh\b", 9, 2),
    (r"\bphu nu viet nam\b", 10, 20),
    (r"\bnha giao\b", 11, 20),
    (r"\bgiang sinh\b|\bnoel\b|\bno en\b", 12, 25),
)
NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10,
}  # fmt: skip
TET_LAST = 5
"""`Tết` alone means the eve and the first five days."""


def festival(text: str, today: date) -> tuple[date, date] | None:
    """First and last day of the festival a folded text names, the next to come, or None."""
    for pattern, month, day in SOLAR:
        if re.search(pattern, text):
            return _solar(today, month, day)
    return _new_year(text, today) or _lunar(text, today)


def _new_year(text: str, today: date) -> tuple[date, date] | None:
    """The lunar new year, whole or one of its days."""
    numbered = re.search(r"\b(?:mung|mong)\s*(\w+)(?:\s*tet)?\b", text)
    if numbered and (place := _count(numbered[1])):
        first = _tet(today, place) + timedelta(days=place - 1)
        return first, first
    if re.search(r"\bgiao thua\b|\bba muoi tet\b|\b30 tet\b", text):
        eve = _tet(today, 0) - timedelta(days=1)
        return eve, eve
    if re.search(r"\btet\b", text) and "trung thu" not in text:
        first = _tet(today, TET_LAST)
        return first - timedelta(days=1), first + timedelta(days=TET_LAST - 1)
    return None


def _lunar(text: str, today: date) -> tuple[date, date] | None:
    if re.search(r"\bgio to\b|\bhung vuong\b", text):
        return _named("VN", "vi", "Ngày Giỗ Tổ Hùng Vương", today)
    if re.search(r"\btrung thu\b", text):
        return _named("CN", "en_US", "Mid-Autumn Festival", today)
    return None


def _solar(today: date, month: int, day: int) -> tuple[date, date]:
    this_year = date(today.year, month, day)
    found = this_year if this_year >= today else this_year.replace(year=today.year + 1)
    return found, found


def _tet(today: date, lasting: int) -> date:
    """First day of the lunar year whose days up to `lasting` are not over."""
    for year in (today.year, today.year + 1):
        first, _ = _named("VN", "vi", "Tết Nguyên Đán", date(year, 1, 1)) or (date.min, date.min)
        if first + timedelta(days=max(lasting, 1) - 1) >= today:
            return first
    raise AssertionError("the next lunar year begins within the next solar year")


def _named(country: str, language: str, name: str, today: date) -> tuple[date, date] | None:
    years = [today.year, today.year + 1]
    found = holidays.country_holidays(country, years=years, language=language)
    for day in sorted(found):
        if day >= today and name in found[day].split("; "):
            return day, day
    return None


def _count(word: str) -> int | None:
    number = int(word) if word.isdecimal() and len(word) < 3 else NUMBERS.get(word)
    return number if number is not None and 1 <= number <= 10 else None
