"""Festivals by name, solar and lunar; the lunar new year from the `holidays` calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

import holidays

from bot.dialogue.actions.house.lunar import lunar

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
MONTHS = NUMBERS | {"gieng": 1, "chap": 12}
LUNAR = (
    (r"\bgio to\b|\bhung vuong\b", 3, 10),
    (r"\bphat dan\b", 4, 15),
    (r"\bdoan ngo\b|\bgiet sau bo\b", 5, 5),
    (r"\bvu lan\b|\bxa toi vong nhan\b", 7, 15),
    (r"\btrung thu\b", 8, 15),
    (r"\bong tao\b|\bong cong\b", 12, 23),
)
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
    if re.search(r"\btet\b", text) and not re.search(r"trung thu|doan ngo", text):
        first = _tet(today, TET_LAST)
        return first - timedelta(days=1), first + timedelta(days=TET_LAST - 1)
    return None


def _lunar(text: str, today: date) -> tuple[date, date] | None:
    """A feast of the lunar year, a full moon (`rằm tháng Giêng`), or a day said to be lunar."""
    for pattern, feast, day in LUNAR:
        if re.search(pattern, text):
            return _on(feast, day, today)
    full = re.search(r"\bram\s*(?:thang\s*)?(\w+)", text)
    if full and (month := _month(full[1])):
        return _on(month, 15, today)
    said = re.search(r"\b(\d{1,2})\s*(?:/|thang)\s*(\w+)\s*am\b", text)
    if said and (month := _month(said[2])) and 1 <= int(said[1]) <= 30:
        return _on(month, int(said[1]), today)
    return None


def _on(month: int, day: int, today: date) -> tuple[date, date]:
    found = lunar(month, day, today)
    return found, found


def _month(word: str) -> int | None:
    number = int(word) if word.isdecimal() and len(word) < 3 else MONTHS.get(word)
    return number if number is not None and 1 <= number <= 12 else None


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
