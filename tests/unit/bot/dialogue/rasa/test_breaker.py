"""Open after repeated failures; then one probe each quarter of a minute."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.rasa.breaker import HALF_OPEN_SECONDS, OPENS_AFTER, Breaker
from clock import HANOI, FixedClock


@pytest.fixture(name="clock")
def _clock() -> FixedClock:
    return FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI))


def _opened(clock: FixedClock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(OPENS_AFTER):
        assert breaker.allow()
        breaker.record(ok=False)
    return breaker


def test_one_probe_at_a_time_while_it_is_open(clock: FixedClock) -> None:
    breaker = _opened(clock)
    assert not breaker.allow()
    for _ in range(3):
        clock.advance(HALF_OPEN_SECONDS)
        assert breaker.allow()
        assert not breaker.allow()
        breaker.record(ok=False)


def test_a_probe_that_succeeds_closes_it_and_forgets_the_failures(clock: FixedClock) -> None:
    breaker = _opened(clock)
    clock.advance(HALF_OPEN_SECONDS)
    assert breaker.allow()
    breaker.record(ok=True)
    for _ in range(OPENS_AFTER - 1):
        breaker.record(ok=False)
        assert breaker.allow()


@given(st.lists(st.booleans(), max_size=40))
def test_closed_while_no_five_failures_follow_each_other(outcomes: list[bool]) -> None:
    breaker, running = Breaker(FixedClock(datetime(2026, 11, 23, tzinfo=HANOI))), 0
    for ok in outcomes:
        breaker.record(ok=ok)
        running = 0 if ok else running + 1
        assert breaker.allow() == (running < OPENS_AFTER)
