"""Festivals by name, solar and lunar, and lunar days: `rằm tháng Giêng`, `mùng 3 Tết`."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from vietnamese.phrases.lunar import lunar, new_year
from vietnamese.phrases.numbers import SMALL, number

SOLAR: Final = (
    (r"(?:tet|nam moi) (?:duong lich|tay)", 1, 1),
    (r"ngay thay thuoc", 2, 27),
    (r"quoc te phu nu", 3, 8),
    (r"ngay sach", 4, 21),
    (r"giai phong(?: mien nam)?|ngay chien thang|ngay thong nhat", 4, 30),
    (r"quoc te lao dong", 5, 1),
    (r"quoc te thieu nhi", 6, 1),
    (r"thuong binh liet si", 7, 27),
    (r"quoc khanh|doc lap", 9, 2),
    (r"phu nu viet nam", 10, 20),
    (r"nha giao", 11, 20),
    (r"giang sinh|noel|no en", 12, 25),
)
LUNAR: Final = (
    (r"gio to(?: hung vuong)?|hung vuong", 3, 10),
    (r"tet han thuc", 3, 3),
    (r"phat dan", 4, 15),
    (r"(?:tet )?doan ngo|giet sau bo", 5, 5),
    (r"vu lan|xa toi vong nhan", 7, 15),
    (r"(?:tet )?trung thu", 8, 15),
    (r"ong tao|ong cong", 12, 23),
)
EVE: Final = r"giao thua|(?:dem )?(?:ba muoi|30) tet"
NEW_YEAR: Final = r"tet(?: (?:am lich|nguyen dan|ta|co truyen))?"
MONTHS: Final = {"gieng": 1, "chap": 12}
LUNAR_MONTH: Final = rf"(?:gieng|chap|{SMALL})"
FULL_MOON: Final = rf"ram (?:thang )?{LUNAR_MONTH}"
FIRST_DAYS: Final = rf"(?:mung|mong) {SMALL}"
"""The first ten days of a lunar month; alone, those of the new year."""
NAMES: Final = (
    rf"(?:{EVE}|{'|'.join(pattern for pattern, _, _ in (*SOLAR, *LUNAR))}|{FULL_MOON}|{NEW_YEAR})"
)
"""Pattern of every festival by name."""
TET_LAST: Final = 5
"""`Tết` alone means the eve and the first five days."""
Span = tuple[date, date]


def festival(text: str, today: date) -> Span | None:
    """First and last day of the festival a folded text names, the next to come, or None."""
    for pattern, month, day in SOLAR:
        if re.search(rf"\b(?:{pattern})\b", text):
            return _solar(today, month, day)
    return _feast(text, today) or _new_year(text, today) or _lunar_day(text, today)


def lunar_month(word: str) -> int | None:
    """1..12 by name or number."""
    named = MONTHS.get(word) or number(word)
    return named if named is not None and 1 <= named <= 12 else None


def _feast(text: str, today: date) -> Span | None:
    """A feast of the lunar year or a full moon."""
    for pattern, month, day in LUNAR:
        if re.search(rf"\b(?:{pattern})\b", text):
            return _one(lunar(month, day, today))
    full = re.search(rf"\bram (?:thang )?({LUNAR_MONTH})\b", text)
    if full and (found := lunar_month(full[1])):
        return _one(lunar(found, 15, today))
    return None


def _new_year(text: str, today: date) -> Span | None:
    """The lunar new year, whole or one of its days; or `mùng ba tháng Giêng`, said to be lunar."""
    numbered = re.search(rf"\b(?:mung|mong)\s*({SMALL})\b(?: thang ({LUNAR_MONTH})\b)?", text)
    if numbered and (place := number(numbered[1])) and place <= 10:
        if numbered[2]:
            month = lunar_month(numbered[2])
            return _one(lunar(month, place, today)) if month else None
        first = new_year(today, place)
        return _one(first + timedelta(days=place - 1)) if first else None
    if re.search(rf"\b(?:{EVE})\b", text):
        first = new_year(today + timedelta(days=1))
        return _one(first - timedelta(days=1)) if first else None
    if re.search(r"\btet\b", text) and (first := new_year(today, TET_LAST)):
        return first - timedelta(days=1), first + timedelta(days=TET_LAST - 1)
    return None


def _lunar_day(text: str, today: date) -> Span | None:
    """`10/3 âm lịch`, `mười hai tháng chạp âm`; months named in words alone are lunar."""
    said = re.search(rf"\b({SMALL})\s*(?:/|thang) ?(?:({LUNAR_MONTH}) am\b|(gieng|chap)\b)", text)
    if said is None:
        return None
    day, month = number(said[1]), lunar_month(said[2] or said[3])
    if day is None or month is None or not 1 <= day <= 30:
        return None
    return _one(lunar(month, day, today))


def _one(day: date | None) -> Span | None:
    return None if day is None else (day, day)


def _solar(today: date, month: int, day: int) -> Span:
    this_year = date(today.year, month, day)
    found = this_year if this_year >= today else this_year.replace(year=today.year + 1)
    return found, found
