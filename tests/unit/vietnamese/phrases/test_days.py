"""What speaks of a day is found in folded words, and what is found can be dated."""

from __future__ import annotations

from datetime import date

import pytest

from vietnamese.phrases.dates import parse
from vietnamese.phrases.days import find
from vietnamese.reading import fold

SAID = (
    "hôm nay|bữa ni|tối nay|chiều mai|ngày mai|ngày mốt|ngày kia|hôm qua|mai|thứ bảy|thứ 7 tuần sau"
    "|t7 này|chủ nhật|cn|sáng thứ hai tuần tới|2/9|20/11/2026|mùng 3 tết|mùng ba|ngày 29|tết"
    "|ngày mười lăm tháng mười hai|rằm tháng giêng|mười hai tháng chạp|giao thừa|30 tết|tết tây"
    "|quốc khánh|giỗ tổ hùng vương|tết trung thu|cuối tuần này|đầu tháng sau|tuần sau|tháng này"
    "|tháng 12|tháng chạp|cuối tháng|ngày thầy thuốc|thương binh liệt sĩ|nhà giáo|phật đản"
).split("|")


@pytest.mark.parametrize("said", SAID)
def test_found_whole(said: str) -> None:
    folded = f"thu vien mo {fold(said).lower()} a"
    assert [folded[start:end] for start, end in find(folded)] == [fold(said).lower()]


@pytest.mark.parametrize("said", [each for each in SAID if each != "tháng chạp"])
def test_dated(said: str) -> None:
    assert parse(said, date(2026, 11, 23)) is not None


@pytest.mark.parametrize("said", ["muon 2 cuon", "cuon thu hai muoi", "so 12", "may gio", "1984"])
def test_no_day(said: str) -> None:
    assert [said[start:end] for start, end in find(said)] in ([], ["thu hai"])
