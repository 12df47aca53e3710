"""The Clock port: the one source of time, so that tests can turn it.

Ground floor beside `vietnamese`: every room may ask the time, none may read it elsewhere.
"""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Wall time in the library's zone and a monotonic counter in seconds."""

    def now(self) -> datetime:
        """Aware time in the library's zone."""
        ...

    def today(self) -> date:
        """The library's calendar day."""
        ...

    def monotonic(self) -> float:
        """Seconds from an arbitrary start; never goes back."""
        ...


class SystemClock:
    """The machine's clock, optionally moved so that today is a chosen day (`THUTHU_TODAY`)."""

    def __init__(self, today: date | None = None, zone: ZoneInfo = HANOI) -> None:
        self._zone = zone
        real = datetime.now(zone)
        self._shift = timedelta(0) if today is None else timedelta(days=(today - real.date()).days)

    def now(self) -> datetime:
        return datetime.now(self._zone) + self._shift

    def today(self) -> date:
        return self.now().date()

    def monotonic(self) -> float:
        return time.monotonic()


class FixedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("FixedClock needs an aware datetime")
        self._at = at
        self._ticks = 0.0

    def now(self) -> datetime:
        return self._at

    def today(self) -> date:
        return self._at.date()

    def monotonic(self) -> float:
        return self._ticks

    def advance(self, seconds: float) -> None:
        """Move both the wall time and the counter forward."""
        if seconds < 0:
            raise ValueError("time does not go back")
        self._at += timedelta(seconds=seconds)
        self._ticks += seconds
