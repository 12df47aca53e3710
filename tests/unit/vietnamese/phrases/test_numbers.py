"""Every number said is read back, in each way it is said."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.phrases.numbers import SMALL, THOUSANDS, number
from vietnamese.reading import fold

DIGITS = "không một hai ba bốn năm sáu bảy tám chín".split()


def tens_said(value: int) -> Iterator[str]:
    """0..99."""
    tens, ones = divmod(value, 10)
    if tens == 0:
        yield DIGITS[ones]
        return
    if ones == 0:
        yield "mười" if tens == 1 else f"{DIGITS[tens]} mươi"
        return
    last = {1: ["một", "mốt"], 4: ["bốn", "tư"], 5: ["lăm", "nhăm"]}.get(ones, [DIGITS[ones]])
    for word in last:
        yield f"mười {word}" if tens == 1 else f"{DIGITS[tens]} mươi {word}"
        if tens in (2, 3):
            yield f"{ {2: 'hăm', 3: 'băm'}[tens] } {word}"
    if ones == 5:
        yield f"{DIGITS[tens]} lăm"


def hundreds_said(value: int, *, zero: bool = False) -> Iterator[str]:
    """0..999; `zero` says the hundred that is none: `không trăm lẻ năm`."""
    hundreds, rest = divmod(value, 100)
    if not hundreds and not zero:
        yield from tens_said(value)
        return
    head = f"{DIGITS[hundreds]} trăm"
    if rest == 0:
        yield head
    elif rest < 10:
        yield f"{head} lẻ {DIGITS[rest]}"
        yield f"{head} linh {DIGITS[rest]}"
        if rest == 4:
            yield f"{head} lẻ tư"
    else:
        for word in tens_said(rest):
            yield f"{head} {word}"
    if rest == 50:
        yield f"{head} rưỡi"
    if rest % 10 == 0 and rest:
        yield f"{head} {DIGITS[rest // 10]}"


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
