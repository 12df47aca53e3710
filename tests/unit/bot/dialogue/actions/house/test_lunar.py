"""The lunar calendar agrees with published dates, leap years included."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
import pytest

from bot.dialogue.actions.house.dates import Days, parse
from bot.dialogue.actions.house.lunar import lunar

LATER_IN_BEIJING = {2034, 2041}
"""Years whose eighth moon is new before midnight in Hanoi and after it in Beijing."""


@pytest.mark.parametrize("year", range(2015, 2045))
def test_tet_hung_kings_and_mid_autumn_fall_as_published(year: int) -> None:
    vietnam = holidays.country_holidays("VN", years=[year], language="vi")
    china = holidays.country_holidays("CN", years=[year], language="en_US")
    begun = date(year, 1, 15)
    tet = min(day for day, name in vietnam.items() if "Tết Nguyên Đán" in name.split("; "))
    assert lunar(1, 1, begun) == tet
    assert "Hùng Vương" in vietnam[lunar(3, 10, begun)]
    moon = lunar(8, 15, begun) + timedelta(days=year in LATER_IN_BEIJING)
    assert "Mid-Autumn" in china[moon]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("rằm tháng giêng có mở không", date(2027, 2, 20)),
        ("rằm tháng bảy thư viện nghỉ không", date(2027, 8, 16)),
        ("tết đoan ngọ có mở không", date(2027, 6, 9)),
        ("hôm cúng ông táo có mở không", date(2027, 1, 30)),
        ("ngày 10/3 âm lịch có nghỉ không", date(2027, 4, 16)),
    ],
)
def test_lunar_days_as_readers_say_them(said: str, day: date) -> None:
    assert parse(said, date(2026, 11, 23)) == Days(day, day)
