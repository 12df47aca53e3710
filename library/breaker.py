"""A circuit breaker for one library system: after repeated failures, fail at once."""

from __future__ import annotations

from clock import Clock

OPENS_AFTER = 5
PROBES_EVERY = 15.0
"""Failures in a row, and seconds: as the dialogue's own breaker."""


class Breaker:
    """Counts failures in a row; when open, lets one call through every 15 s."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._in_a_row = 0
        self._probe_at = 0.0

    def lets_through(self) -> bool:
        if self._in_a_row < OPENS_AFTER:
            return True
        if self._clock.monotonic() < self._probe_at:
            return False
        self._probe_at = self._clock.monotonic() + PROBES_EVERY
        return True

    def worked(self) -> None:
        self._in_a_row = 0

    def failed(self) -> None:
        self._in_a_row += 1
        self._probe_at = self._clock.monotonic() + PROBES_EVERY
