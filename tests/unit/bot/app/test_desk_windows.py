"""D8: how long a reader can still be answered, by the sender's own judgement."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.app.desk_windows import windows
from bot.delivery.sender.window import HOUR, WindowPolicy
from bot.desk import views
from bot.desk.windows import ALWAYS
from bot.store.conversations import Conversation
from clock import HANOI, FixedClock
from tests.fakes.house import Recorder
from words import of

CLOCK = FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI))
NOW = CLOCK.now().timestamp()
ZALO = Recorder(CLOCK, name="zalo", free_hours=48, hard_hours=168)
OF = windows({"zalo": ZALO}, {"zalo": WindowPolicy(price_vnd=55, budget_vnd=100)})


def _talk(hours: float | None, channel: str = "zalo") -> Conversation:
    acted = None if hours is None else NOW - hours * HOUR
    return Conversation("c", channel, "k", None, "queue", None, acted)


@pytest.mark.parametrize(
    ("hours", "verdict", "left"),
    [(0, "free", 48), (47, "free", 1), (48, "paid", 120), (167, "paid", 1), (168, "shut", None)],
)
def test_the_countdown(hours: float, verdict: str, left: float | None) -> None:
    found = OF(_talk(hours), NOW)
    assert found.verdict == verdict
    assert found.until == (None if left is None else NOW + left * HOUR)
    told = views.window(found, NOW, of("desk"))
    assert told["line"] and told["price"] == (55 if verdict == "paid" else 0)


def test_a_channel_without_windows_and_one_that_is_off() -> None:
    assert OF(_talk(900, "web"), NOW) == ALWAYS
    assert views.window(ALWAYS, NOW, of("desk"))["line"] == ""
    assert OF(_talk(None), NOW).verdict == "shut"


def test_no_budget_no_price() -> None:
    poor = windows({"zalo": ZALO}, {"zalo": WindowPolicy(price_vnd=55, budget_vnd=0)})
    told = views.window(poor(_talk(50), NOW), NOW, of("desk"))
    assert "ngân sách" in told["line"]
