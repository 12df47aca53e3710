"""Moments and waits in a librarian's words: «chờ 152649 phút» is nobody's."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.desk import times
from clock import HANOI
from words import of

WORDS = of("desk")
NOW = datetime(2026, 11, 23, 9, tzinfo=HANOI).timestamp()
MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.mark.parametrize(
    ("ago", "said"),
    [
        (5, "vừa đến"), (5 * MINUTE, "chờ 5 phút"), (2 * HOUR + 10 * MINUTE, "chờ 2 giờ 10 phút"),
        (13 * HOUR, "chờ từ 20:00 hôm qua"), (3 * DAY, "chờ từ 09:00 ngày 20/11"),
        (400 * DAY, "chờ từ 09:00 ngày 19/10/2025"), (-30, "vừa đến"),
    ],
)  # fmt: skip
def test_a_wait_is_told_by_its_length(ago: float, said: str) -> None:
    assert times.waited(NOW - ago, NOW, WORDS) == said


@pytest.mark.parametrize(
    ("ahead", "said"),
    [(-5, "0 phút"), (59 * MINUTE, "59 phút"), (47 * HOUR, "47 giờ"), (50 * HOUR, "2 ngày 2 giờ")],
)
def test_what_is_left_of_a_window(ahead: float, said: str) -> None:
    assert times.left(NOW + ahead, NOW, WORDS) == said
