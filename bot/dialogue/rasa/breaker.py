"""A circuit breaker: after repeated failures, fail at once and probe now and then."""

from __future__ import annotations

from clock import Clock

OPENS_AFTER = 5
HALF_OPEN_SECONDS = 15.0
"""Opens after 5 failures, half-open at 15 s."""


class Breaker:
    """Counts consecutive failures on the clock it is given."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._whose: set[str] = set()
        self._opened: float | None = None

    def allow(self) -> bool:
        """Ask for one try: given always when closed; when open, one probe every 15 s, which is
        the caller's to make and to record."""
        if self._opened is None:
            return True
        if self._clock.monotonic() - self._opened >= HALF_OPEN_SECONDS:
            self._opened = self._clock.monotonic()
            return True
        return False

    def record(self, *, ok: bool, whose: str | None = None) -> None:
        """`whose`: the conversation of a failure that may be its own message's. Such a one counts
        once: nobody's messages alone close the way for everybody."""
        if ok:
            self._failures, self._opened = 0, None
            self._whose.clear()
            return
        if whose is not None and whose in self._whose and self._opened is None:
            return
        if whose is not None:
            self._whose.add(whose)
        self._failures += 1
        if self._failures >= OPENS_AFTER:
            self._opened = self._clock.monotonic()
