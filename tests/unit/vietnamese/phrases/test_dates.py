"""Days as readers say them, on Monday 23 November 2026."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.spoken import tens_said
from vietnamese.phrases.dates import Days, parse

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("hôm nay có mở không", (2026, 11, 23), None),
        ("mai", (2026, 11, 24), None),
        ("ngày mốt", (2026, 11, 25), None),
        ("thứ bảy thư viện có mở không", (2026, 11, 28), None),
        ("thu 7 tuan sau", (2026, 12, 5), None),
        ("t7 này", (2026, 11, 28), None),
        ("thứ hai", (2026, 11, 23), None),
        ("chủ nhật", (2026, 11, 29), None),
        ("cn tuần sau", (2026, 12, 6), None),
        ("cuối tuần có gì không", (2026, 11, 28), (2026, 11, 29)),
        ("thứ 2 đến thứ 6", (2026, 11, 23), (2026, 11, 27)),
        ("tuần sau", (2026, 11, 30), (2026, 12, 6)),
        ("2/9", (2027, 9, 2), None),
        ("2-9 có mở cửa không", (2027, 9, 2), None),
        ("ngày 15 tháng 12 năm 2026", (2026, 12, 15), None),
        ("ngày 29", (2026, 11, 29), None),
        ("quốc khánh", (2027, 9, 2), None),
        ("tết dương lịch", (2027, 1, 1), None),
        ("tết có mở không", (2027, 2, 5), (2027, 2, 10)),
        ("mùng 3 tết", (2027, 2, 8), None),
        ("giao thừa", (2027, 2, 5), None),
        ("giỗ tổ", (2027, 4, 16), None),
        ("trung thu", (2027, 9, 15), None),
        ("tháng 12", (2026, 12, 1), (2026, 12, 31)),
        ("tháng này", (2026, 11, 23), (2026, 11, 30)),
        ("hôm kia", (2026, 11, 21), None),
        ("bữa ni", (2026, 11, 23), None),
        ("hôm qua", (2026, 11, 22), None),
        ("ngay mot co mo khong", (2026, 11, 25), None),
        ("thứ tư tuần trước", (2026, 11, 18), None),
        ("cuối tuần sau", (2026, 12, 5), (2026, 12, 6)),
        ("ngày mười lăm tháng mười hai", (2026, 12, 15), None),
        ("ngày hai mươi mốt tháng một", (2027, 1, 21), None),
        ("mùng 2 tháng 9", (2027, 9, 2), None),
        ("29/2 có mở không", (2028, 2, 29), None),
        ("ngày 31", (2026, 12, 31), None),
        ("đầu tháng 12", (2026, 12, 1), (2026, 12, 10)),
        ("giữa tháng sau", (2026, 12, 11), (2026, 12, 20)),
        ("cuối tháng", (2026, 11, 21), (2026, 11, 30)),
        ("tháng sáu", (2027, 6, 1), (2027, 6, 30)),
        ("mùng ba tháng giêng", (2027, 2, 8), None),
        ("mười hai tháng chạp", (2027, 1, 19), None),
        ("tết trung thu", (2027, 9, 15), None),
        ("30 tết", (2027, 2, 5), None),
        ("20/11 có chương trình âm nhạc không", (2027, 11, 20), None),
    ],
)
def test_days(said: str, first: tuple[int, int, int], last: tuple[int, int, int] | None) -> None:
    days = parse(said, TODAY)
    assert days is not None
    assert (days.first, days.last) == (date(*first), date(*(last or first)))


@pytest.mark.parametrize("said", ["", "mấy giờ mở cửa", "32/13", "mượn một cuốn", "tháng 13"])
def test_no_days(said: str) -> None:
    assert parse(said, TODAY) is None


@given(st.text(max_size=200), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
@settings(max_examples=300, deadline=None)
def test_any_text_on_any_day(said: str, today: date) -> None:
    days = parse(said, today)
    assert days is None or days.first <= days.last


WORDS = st.sampled_from(
    "thứ t hai 2 7 bảy chủ nhật cn tuần sau này tới tết mùng 3 ngày tháng 12 31/12 29/2 mốt mai "
    "cuối trung thu giỗ tổ đến năm 2028 hôm qua noel".split()
)


@given(st.lists(WORDS, max_size=8), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
@settings(max_examples=500, deadline=None)
def test_any_such_words_on_any_day(words: list[str], today: date) -> None:
    days = parse(" ".join(words), today)
    assert days is None or days.first <= days.last


YEAR_AHEAD = [TODAY + timedelta(days=n) for n in range(365)]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_day_of_the_year_ahead_in_words_and_digits(month: int) -> None:
    for day in (each for each in YEAR_AHEAD if each.month == month):
        for said in tens_said(day.day):
            for month_said in tens_said(month):
                text = f"ngày {said} tháng {month_said} có mở không"
                assert parse(text, TODAY) == Days(day, day), text
        for text in (f"{day.day}/{month}", f"ngày {day.day}-{month:02}", f"{day:%d/%m/%Y}"):
            assert parse(text, TODAY) == Days(day, day), text


WEEKDAYS = (
    ("thứ hai", "thứ 2", "t2"), ("thứ ba", "thu 3", "t3"), ("thứ tư", "thứ 4"),
    ("thứ năm", "thu nam"), ("thứ sáu", "t6"), ("thứ bảy", "thu bay"), ("chủ nhật", "cn"),
)  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 6), st.data())
def test_weekdays_alone_are_the_next_and_in_a_week_are_of_it(
    today: date, weekday: int, data: st.DataObject
) -> None:
    said = data.draw(st.sampled_from(WEEKDAYS[weekday]))
    monday = today - timedelta(days=today.weekday())
    for week, start in (("tuần này", 0), ("tuần sau", 7), ("tuần tới", 7), ("tuần trước", -7)):
        day = monday + timedelta(days=start + weekday)
        assert parse(f"{said} {week}", today) == Days(day, day)
    alone = parse(said, today)
    assert alone is not None
    assert today <= alone.first < today + timedelta(days=7)
    assert alone.first.weekday() == weekday


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 12))
def test_a_month_is_the_next_such_and_its_parts_lie_in_it(today: date, month: int) -> None:
    whole = parse(f"tháng {month}", today)
    assert whole is not None
    assert whole.first.month == whole.last.month == month
    assert today <= whole.first
    for part in ("đầu", "giữa", "cuối"):
        found = parse(f"{part} tháng {month}", today)
        assert found is not None
        assert found.first.month == found.last.month == month
        assert found.last <= whole.last
