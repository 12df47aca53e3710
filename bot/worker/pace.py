"""How many turns are taken together: what must be acknowledged comes first.

Turns compute on the loop that answers the webhooks. While the loop is late, one turn at a time is
taken: Zalo waits two seconds for an acknowledgement, a reader some more for an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LOOK_SECONDS = 0.02
LATE_SECONDS = 0.008
"""A loop that is later than this has turns side by side; measured at 50 messages a second."""
FORGETS = 0.9
"""Of the lateness, for each look: after a burst of 50 ms it takes some 20 looks, 0.4 s."""


class Pace:
    """Without `watch` the loop counts as never late."""

    def __init__(self) -> None:
        self._late = 0.0
        self._taken = 0

    async def watch(self, stopping: asyncio.Event) -> None:
        """Measure the loop until `stopping`."""
        loop = asyncio.get_running_loop()
        while not stopping.is_set():
            due = loop.time() + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
            self._late = max(loop.time() - due, FORGETS * self._late)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Entered at once, or when the turns before are done, or when the loop is in time again."""
        while self._taken and self._late > LATE_SECONDS:  # noqa: ASYNC110 - lateness has no bell
            await asyncio.sleep(LOOK_SECONDS)
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1
