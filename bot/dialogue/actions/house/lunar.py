"""Days of the Vietnamese lunar calendar, from new moons and the sun's place (Meeus, low accuracy:
minutes, which is enough except where a new moon falls at midnight)."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import lru_cache

_HANOI = 7 / 24
_EPOCH = date(1900, 1, 1)
_EPOCH_JULIAN = 2415021
"""Julian day number of 1 January 1900."""
_LUNATION = 29.530588853
_CENTURY = 1236.85
"""Lunations in a Julian century."""


def lunar(month: int, day: int, today: date) -> date:
    """The next such day, today included; `month` 1..12 is never the leap one, `day` 1..30."""
    for year in (today.year - 1, today.year, today.year + 1):
        found = _starts(year)[month - 1] + timedelta(days=day - 1)
        if found >= today:
            return found
    raise AssertionError("the next lunar year begins within the next solar year")


def _starts(year: int) -> tuple[date, ...]:
    """First days of the twelve months of the lunar year begun in `year`, without the leap one."""
    return (*_between_solstices(year)[2:], *_between_solstices(year + 1)[:2])


@lru_cache(maxsize=8)
def _between_solstices(year: int) -> tuple[date, ...]:
    """The twelve months from the eleventh of the lunar year before `year`, without the leap one."""
    last = _eleventh(year)
    moons = [_eleventh(year - 1)]
    while moons[-1] < last:
        moons.append(_moon_after(moons[-1]))
    leap = _leap_place(moons) if len(moons) == 14 else None
    return tuple(moon for place, moon in enumerate(moons[:-1]) if place != leap)


def _leap_place(moons: list[date]) -> int:
    """The first month in which the sun enters no new sign."""
    for place in range(1, len(moons) - 1):
        if _sign(moons[place]) == _sign(moons[place + 1]):
            return place
    raise AssertionError("a year of thirteen months has one without a sign of its own")


def _eleventh(year: int) -> date:
    """First day of the month that holds the winter solstice of `year`."""
    moon = _moon_before(date(year, 12, 31))
    return moon if _sign(moon) < 9 else _moon_before(moon - timedelta(days=1))


def _moon_before(day: date) -> date:
    """The last new moon on or before a day."""
    k = math.floor((day - _EPOCH).days / _LUNATION) + 1
    while _moon(k) > day:
        k -= 1
    return _moon(k)


def _moon_after(moon: date) -> date:
    return _moon_before(moon + timedelta(days=32))


@lru_cache(maxsize=256)
def _moon(k: int) -> date:
    """Hanoi's day of the k-th new moon since the first of 1900 (Meeus, chapter 32 of 1982)."""
    t = k / _CENTURY
    mean = 2415020.75933 + 29.53058868 * k + (0.0001178 - 0.000000155 * t) * t * t
    mean += 0.00033 * _sin(166.56 + 132.87 * t - 0.009173 * t * t)
    sun = 359.2242 + 29.10535608 * k - (0.0000333 + 0.00000347 * t) * t * t
    moon = 306.0253 + 385.81691806 * k + (0.0107306 + 0.00001236 * t) * t * t
    node = 21.2964 + 390.67050646 * k - (0.0016528 + 0.00000239 * t) * t * t
    off = (0.1734 - 0.000393 * t) * _sin(sun) + 0.0021 * _sin(2 * sun)
    off += -0.4068 * _sin(moon) + 0.0161 * _sin(2 * moon) - 0.0004 * _sin(3 * moon)
    off += 0.0104 * _sin(2 * node) - 0.0051 * _sin(sun + moon) - 0.0074 * _sin(sun - moon)
    off += 0.0004 * _sin(2 * node + sun) - 0.0004 * _sin(2 * node - sun)
    off += -0.0006 * _sin(2 * node + moon) + 0.0010 * _sin(2 * node - moon)
    off += 0.0005 * _sin(2 * moon + sun)
    dynamic = -0.000278 + 0.000265 * t + 0.000262 * t * t
    number = math.floor(mean + off - dynamic + 0.5 + _HANOI)
    return _EPOCH + timedelta(days=number - _EPOCH_JULIAN)


def _sign(day: date) -> int:
    """Twelfth of the sun's way, 0 from the spring equinox, at a day's beginning in Hanoi."""
    t = ((day - _EPOCH).days + _EPOCH_JULIAN - 0.5 - _HANOI - 2451545.0) / 36525
    anomaly = 357.5291 + 35999.0503 * t - 0.0001559 * t * t
    centre = (1.9146 - 0.004817 * t) * _sin(anomaly) + 0.01999 * _sin(2 * anomaly)
    longitude = 280.46645 + 36000.76983 * t + 0.0003032 * t * t + centre
    return math.floor(longitude % 360 / 30)


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))
