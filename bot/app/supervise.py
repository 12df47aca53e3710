"""No loop dies in silence: what breaks is started again, later each time, and health tells it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

FIRST_PAUSE, MAX_PAUSE = 1.0, 60.0
"""Seconds before a broken loop is started again, doubled each time."""
STEADY_SECONDS = 120.0
"""A loop that ran so long since its last start is well again."""
Start = Callable[[], Awaitable[None]]
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class _Broken:
    """`count` breaks in a row, the last of `kind`; `since` when it was started again, or None
    while it waits."""

    kind: str
    count: int
    since: float | None = None


@dataclass
class Supervisor:
    """What became of each loop, by its name."""

    monotonic: Callable[[], float] = time.monotonic
    first_pause: float = FIRST_PAUSE
    _broken: dict[str, _Broken] = field(default_factory=dict)

    @property
    def fault(self) -> str:
        """Which loops broke and were not steady since; empty when all run."""
        now = self.monotonic()
        bad = [
            f"{name}: {broken.kind}, {broken.count} times"
            for name, broken in sorted(self._broken.items())
            if broken.since is None or now - broken.since < STEADY_SECONDS
        ]
        return "; ".join(bad)

    async def keep(self, name: str, start: Start, stopping: asyncio.Event) -> None:
        """Run until it ends by itself, or the app stops."""
        while True:
            try:
                await start()
            except Exception as error:
                # The boundary: whatever a loop raised, the assistant must not go on without it.
                pause = self._fell(name, error)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), pause)
                if stopping.is_set():
                    return
                self._broken[name].since = self.monotonic()
            else:
                return

    def _fell(self, name: str, error: Exception) -> float:
        """The pause before the next start."""
        last = self._broken.get(name)
        steady = last is None or last.since is None
        if last is not None and last.since is not None:
            steady = self.monotonic() - last.since >= STEADY_SECONDS
        count = 1 if steady or last is None else last.count + 1
        self._broken[name] = _Broken(type(error).__name__, count)
        logger.error("loop %s broke, %s times in a row", name, count, exc_info=error)
        return float(min(MAX_PAUSE, self.first_pause * 2 ** (count - 1)))
