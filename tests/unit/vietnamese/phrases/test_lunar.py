"""Lunar days fall where the Vietnamese calendar (UTC+7) has them, also where China's differ."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.phrases.lunar import lunar, new_year

NEW_YEARS_OF_CHINA = """
1968 01-30  1969 02-17  1970 02-06  1971 01-27  1972 02-15  1973 02-03  1974 01-23  1975 02-11
1976 01-31  1977 02-18  1978 02-07  1979 01-28  1980 02-16  1981 02-05  1982 01-25  1983 02-13
1984 02-02  1985 02-20  1986 02-09  1987 01-29  1988 02-17  1989 02-06  1990 01-27  1991 02-15
1992 02-04  1993 01-23  1994 02-10  1995 01-31  1996 02-19  1997 02-07  1998 01-28  1999 02-16
2000 02-05  2001 01-24  2002 02-12  2003 02-01  2004 01-22  2005 02-09  2006 01-29  2007 02-18
2008 02-07  2009 01-26  2010 02-14  2011 02-03  2012 01-23  2013 02-10  2014 01-31  2015 02-19
2016 02-08  2017 01-28  2018 02-16  2019 02-05  2020 01-25  2021 02-12  2022 02-01  2023 01-22
2024 02-10  2025 01-29  2026 02-17  2027 02-06  2028 01-26  2029 02-13  2030 02-03  2031 01-23
2032 02-11  2033 01-31  2034 02-19  2035 02-08  2036 01-28  2037 02-15  2038 02-04  2039 01-24
2040 02-12  2041 02-01  2042 01-22  2043 02-10  2044 01-30  2045 02-17  2046 02-06  2047 01-26
2048 02-14  2049 02-02  2050 01-23
""".split()
OTHER_IN_VIETNAM = {
    1968: date(1968, 1, 29),
    1969: date(1969, 2, 16),
    1985: date(1985, 1, 21),
    2007: date(2007, 2, 17),
    2030: date(2030, 2, 2),
}
"""Vietnam has kept UTC+7 for its calendar since 1968, so that some new moons fall a day earlier."""
TET = {
    int(year): date.fromisoformat(f"{year}-{day}")
    for year, day in zip(NEW_YEARS_OF_CHINA[::2], NEW_YEARS_OF_CHINA[1::2], strict=True)
} | OTHER_IN_VIETNAM


@pytest.mark.parametrize(("year", "tet"), TET.items())
def test_tet_falls_as_published(year: int, tet: date) -> None:
    assert new_year(date(year, 1, 10)) == tet


@pytest.mark.parametrize(
    ("month", "day", "after", "found"),
    [
        (3, 10, date(2025, 3, 1), date(2025, 4, 7)),
        (3, 10, date(2026, 3, 1), date(2026, 4, 26)),
        (8, 15, date(2025, 8, 1), date(2025, 10, 6)),
        (8, 15, date(2020, 8, 1), date(2020, 10, 1)),  # after the leap fourth month
        (7, 15, date(1987, 7, 1), date(1987, 8, 9)),  # the leap month is the seventh, not the sixth
        (3, 10, date(1985, 3, 1), date(1985, 4, 29)),  # after the leap second month
        (12, 30, date(2025, 1, 1), date(2025, 1, 28)),  # a month of 29 days
    ],
)
def test_days_beside_leap_months(month: int, day: int, after: date, found: date) -> None:
    assert lunar(month, day, after) == found


@given(st.integers(1, 12), st.integers(1, 30), st.dates(date(1902, 1, 1), date(2098, 1, 1)))
def test_the_next_such_day_is_within_thirteen_months_and_a_leap(
    month: int, day: int, today: date
) -> None:
    found = lunar(month, day, today)
    assert found is not None
    assert today <= found <= today + timedelta(days=385)


def test_beyond_the_computed_years_there_is_none() -> None:
    assert lunar(1, 1, date(2150, 1, 1)) is None
    assert new_year(date(1700, 1, 1)) is None
