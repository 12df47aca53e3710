"""The Clock contract: the system's clock, moved or not, and the fixed one."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from clock import HANOI, Clock, FixedClock, SystemClock

DAY = date(2026, 11, 23)
CLOCKS = [
    SystemClock(),
    SystemClock(DAY),
    FixedClock(datetime(2026, 11, 23, 23, 59, tzinfo=HANOI)),
]


@pytest.mark.parametrize("clock", CLOCKS)
def test_it_tells_aware_time_in_the_library_s_zone(clock: Clock) -> None:
    now = clock.now()
    assert now.utcoffset() == timedelta(hours=7)
    assert clock.today() in (now.date(), now.date() + timedelta(days=1))


@pytest.mark.parametrize("clock", CLOCKS)
def test_its_counter_never_goes_back(clock: Clock) -> None:
    first = clock.monotonic()
    assert clock.monotonic() >= first


def test_a_chosen_day_is_today() -> None:
    assert SystemClock(DAY).today() == DAY


def test_the_fixed_clock_moves_only_when_moved() -> None:
    clock = FixedClock(datetime(2026, 11, 23, 23, 59, tzinfo=HANOI))
    assert clock.now() == clock.now()
    clock.advance(120)
    assert (clock.today(), clock.monotonic()) == (date(2026, 11, 24), 120.0)
    with pytest.raises(ValueError, match="go back"):
        clock.advance(-1)
    with pytest.raises(ValueError, match="aware"):
        FixedClock(datetime(2026, 11, 23))  # noqa: DTZ001 - naive on purpose
