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
LEAST, ALONE = 2.0, 1.0
"""While one waits for Rasa the other computes: one alone would answer a third fewer a second. So
there is one alone only while the store keeps webhooks waiting."""
SLOW_SECONDS = 0.008
"""Of `waits`: at 50 webhooks a second the slowest in twenty are acknowledged in some 40 ms then,
and as many turns are taken as at 0.011, where it is 50."""
WEIGHT, FADES = 1 / 16, 0.98
"""Of one webhook in the mean; and what is left of it after a look, so that few webhooks say less
than many, and none nothing."""
MAX_WAIT = 0.06
"""Counted of one webhook's wait: it takes three that waited so long, soon after each other, to
say that the store is slow; one that came while the app was starting is no rush."""
COMPUTES_SECONDS = 0.4
"""A turn that takes longer waits for something, as for a Rasa that hangs: its place is free."""


class AdmissionControl:
    """`most` turns together, `taken` of them just now. Without `watch` the loop counts as never
    late."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._allowed = float(most)
        self.taken = 0
        self._waits = 0.0

    async def watch(self, stopping: asyncio.Event) -> None:
        """Measure the loop until `stopping`."""
        loop = asyncio.get_running_loop()
        while not stopping.is_set():
            due = loop.time() + LOOK_SECONDS
            await asyncio.sleep(LOOK_SECONDS)
            self.looked(loop.time() - due)

    def looked(self, late: float) -> None:
        """The loop came `late` seconds after its time."""
        slow = self._waits > SLOW_SECONDS
        self._waits *= FADES
        changed = self._allowed / 2 if slow or late > LATE_SECONDS else self._allowed + GROWS
        self._allowed = min(float(self._most), max(ALONE if slow else LEAST, changed))

    def stored(self, took: float) -> None:
        """What a webhook brought was on the disk after `took` seconds."""
        self._waits += (min(took, MAX_WAIT) - self._waits) * WEIGHT

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Entered at once, or when few enough turns are in hand."""
        while self.taken >= int(self._allowed):  # noqa: ASYNC110 - lateness has no bell
            await asyncio.sleep(LOOK_SECONDS)
        place = _Place(self)
        timer = asyncio.get_running_loop().call_later(COMPUTES_SECONDS, place.leave)
        try:
            yield
        finally:
            timer.cancel()
            place.leave()


class _Place:
    """Of one turn; left once, however often it is said."""

    def __init__(self, pace: AdmissionControl) -> None:
        self._pace: AdmissionControl | None = pace
        pace.taken += 1

    def leave(self) -> None:
        if self._pace is not None:
            self._pace.taken -= 1
            self._pace = None
