"""Festivals and lunar days by name, on Monday 23 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.phrases.festivals import LUNAR, SOLAR, festival, lunar_month
from vietnamese.reading import fold

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("rằm tháng giêng", date(2027, 2, 20)),
        ("rằm tháng bảy", date(2027, 8, 16)),
        ("tết đoan ngọ", date(2027, 6, 9)),
        ("hôm cúng ông táo", date(2027, 1, 30)),
        ("ngày 10/3 âm lịch", date(2027, 4, 16)),
        ("giỗ tổ hùng vương", date(2027, 4, 16)),
        ("mùng ba tết", date(2027, 2, 8)),
        ("đêm giao thừa", date(2027, 2, 5)),
        ("tết tây", date(2027, 1, 1)),
        ("giải phóng miền nam", date(2027, 4, 30)),
    ],
)
def test_one_day(said: str, day: date) -> None:
    assert festival(fold(said).lower(), TODAY) == (day, day)


def test_tet_alone_is_the_eve_and_five_days() -> None:
    assert festival("tet nguyen dan", TODAY) == (date(2027, 2, 5), date(2027, 2, 10))
    assert festival("tet", date(2027, 2, 10)) == (date(2027, 2, 5), date(2027, 2, 10))
    assert festival("tet", date(2027, 2, 11)) == (date(2028, 1, 25), date(2028, 1, 30))


def test_on_the_first_day_the_eve_is_the_next() -> None:
    assert festival("giao thua", date(2027, 2, 6)) == (date(2028, 1, 25), date(2028, 1, 25))


@pytest.mark.parametrize("said", ["", "hội sách", "rằm tháng mười ba", "mùng 12", "31/3 âm lịch"])
def test_none(said: str) -> None:
    assert festival(fold(said).lower(), TODAY) is None


@given(st.sampled_from([*SOLAR, *LUNAR]), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_the_next_of_each_is_within_thirteen_months(
    feast: tuple[str, int, int], today: date
) -> None:
    name = feast[0].split("|")[-1].replace("(?:", "").split(")")[0]
    found = festival(name, today)
    assert found is None or today <= found[0] <= today + timedelta(days=385)


def test_months_by_name() -> None:
    assert [lunar_month(word) for word in ("gieng", "chap", "muoi mot", "7", "13", "sach")] == [
        1, 12, 11, 7, None, None,
    ]  # fmt: skip
