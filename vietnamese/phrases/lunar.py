"""Days of the Vietnamese lunar calendar (UTC+7), as solar days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from lunar_vn.core import SUPPORTED_YEAR_RANGE, convert_lunar_to_solar, convert_solar_to_lunar

FIRST_YEAR, LAST_YEAR = SUPPORTED_YEAR_RANGE


def lunar(month: int, day: int, today: date) -> date | None:
    """The next such day, today included; `month` 1..12 is never the leap one, `day` 1..30.

    The thirtieth of a month of 29 days is its last day: people keep the eve all the same.
    None beyond the years that are computed, 1900 to 2100.
    """
    for year in (today.year - 1, today.year, today.year + 1):
        found = _day(year, month, day)
        if found is not None and found >= today:
            return found
    return None


def new_year(today: date, lasting: int = 1) -> date | None:
    """First day of the lunar year whose days up to `lasting` are not over."""
    return lunar(1, 1, today - timedelta(days=max(lasting, 1) - 1))


def _day(year: int, month: int, day: int) -> date | None:
    start = _start(year, month)
    if start is None:
        return None
    last = 30 if day < 30 else _length(start)
    return start + timedelta(days=min(day, last) - 1)


@lru_cache(maxsize=64)
def _start(year: int, month: int) -> date | None:
    if not FIRST_YEAR <= year < LAST_YEAR:
        return None
    return convert_lunar_to_solar(1, month, year)


def _length(start: date) -> int:
    """29 or 30 days, by the day on which the next month begins, leap or not."""
    thirtieth = start + timedelta(days=29)
    lunar_day = convert_solar_to_lunar(thirtieth.day, thirtieth.month, thirtieth.year)
    return 30 if lunar_day.day == 30 else 29
