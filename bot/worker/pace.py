"""How many turns are taken together: what must be acknowledged comes first.

Turns compute on the loop that answers the webhooks. Each time the loop is late, half as many are
let in as before; in time, more again, little by little. Zalo waits two seconds for an
acknowledgement, a reader some more for an answer; and turns side by side are answered no sooner
than one after another, where it is the computing that takes the time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LOOK_SECONDS = 0.02
LATE_SECONDS = 0.005
"""A loop that is later than this has turns side by side; measured at 50 messages a second."""
GROWS = 0.02
"""For each look in time: one turn more after a second, all twelve again ten after a rush."""
LEAST = 2.0
"""While one waits for Rasa the other computes: one alone would answer a third fewer a second."""


class Pace:
    """`most` turns together. Without `watch` the loop counts as never late."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._allowed = float(most)
        self._taken = 0

    async def watch(self, stopping: asyncio.Event) -> None:
        """Measure the loop until `stopping`."""
        loop = asyncio.get_running_loop()
        while not stopping.is_set():
            due = loop.time() + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
            self.looked(loop.time() - due)

    def looked(self, late: float) -> None:
        """The loop came `late` seconds after its time."""
        changed = self._allowed / 2 if late > LATE_SECONDS else self._allowed + GROWS
        self._allowed = min(float(self._most), max(LEAST, changed))

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Entered at once, or when few enough turns are in hand."""
        while self._taken >= int(self._allowed):  # noqa: ASYNC110 - lateness has no bell
            await asyncio.sleep(LOOK_SECONDS)
        self._taken += 1
        try:
            yield
        finally:
            self._taken -= 1
