"""Years and bounds of years in folded words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.phrases.years import Bounds, bounds, find, read

YEARS = st.none() | st.integers(1000, 2099)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("sau 2015", Bounds(2016, None)),
        ("moi hon nam 2015", Bounds(2016, None)),
        ("truoc nam 1975", Bounds(None, 1974)),
        ("tu 2000", Bounds(2000, None)),
        ("tu nam 2000 tro lai day", Bounds(2000, None)),
        ("tu 2000 den 2010", Bounds(2000, 2010)),
        ("giua 2000 va 2010", Bounds(2000, 2010)),
        ("khong qua 2010", Bounds(None, 2010)),
        ("xuat ban nam 2010", Bounds(2010, 2010)),
        ("nam 2010", Bounds(2010, 2010)),
        ("sau nam hai nghin khong tram muoi lam", Bounds(2016, None)),
        ("chien tranh 1945", Bounds()),
        ("tu 2010 den 2000", Bounds(2010, None)),
        ("sau 9999", Bounds()),
    ],
)
def test_what_a_request_narrows_by(words: str, found: Bounds) -> None:
    assert bounds(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("luan van in sau nam 2018", [("sau nam 2018", "2019-")]),
        ("bao 1990-1995", [("1990-1995", "1990-1995")]),
        ("chien tranh 1945 va nam 1975", [("nam 1975", "1975"), ("1945", "1945")]),
        ("truoc 1975 hoac sau 2000", [("sau 2000", "2001-"), ("truoc 1975", "-1974")]),
    ],
)
def test_places_of_years(words: str, found: list[tuple[str, str]]) -> None:
    assert [(words[a:b], str(each)) for a, b, each in find(words)] == found


@given(YEARS, YEARS)
def test_bounds_are_read_as_they_were_written(first: int | None, last: int | None) -> None:
    assert read(str(Bounds(first, last))) == Bounds(first, last)


@pytest.mark.parametrize("value", ["", "-", "201", "abcd", "2010--2011", "²⁰¹⁰"])
def test_no_bounds(value: str) -> None:
    assert read(value) == Bounds()
