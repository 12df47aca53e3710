"""Every number said is read back, in each way it is said."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.spoken import hundreds_said, tens_said
from vietnamese.phrases.numbers import SMALL, THOUSANDS, number
from vietnamese.reading import fold


@pytest.mark.parametrize("value", range(1000))
def test_every_number_below_a_thousand(value: int) -> None:
    for said in hundreds_said(value):
        assert number(fold(said)) == value, said
    assert number(str(value)) == value


@given(st.integers(1000, 999_999), st.data())
def test_thousands(value: int, data: st.DataObject) -> None:
    head, rest = divmod(value, 1000)
    said = f"{data.draw(st.sampled_from(list(hundreds_said(head))))} nghìn"
    if rest:
        said += f" {data.draw(st.sampled_from(list(hundreds_said(rest, zero=True))))}"
    assert number(fold(said)) == value, said
    assert re.fullmatch(THOUSANDS, fold(said)), said


@pytest.mark.parametrize("value", range(1, 100))
def test_small_numbers_have_a_pattern(value: int) -> None:
    for said in tens_said(value):
        assert re.fullmatch(SMALL, fold(said)), said


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("hai nghìn không trăm mười lăm", 2015),
        ("hai ngàn mười", 2010),
        ("hai nghìn lẻ năm", 2005),
        ("một nghìn chín trăm bảy mươi lăm", 1975),
        ("hai nghìn rưỡi", 2500),
    ],
)
def test_years_in_words(said: str, value: int) -> None:
    assert number(fold(said)) == value


@pytest.mark.parametrize(
    "said", ["", "sách", "muoi muoi", "lam", "tram", "nghin", "hai ba", "1234567", "mot mot", "²"]
)
def test_what_is_no_number(said: str) -> None:
    assert number(said) is None


@given(st.lists(st.sampled_from("mot hai lam muoi tram nghin linh khong ruoi ham 7".split())))
def test_any_such_words_are_a_number_or_none(words: list[str]) -> None:
    found = number(" ".join(words))
    assert found is None or 0 <= found <= 999_999
