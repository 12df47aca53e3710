"""A bell that wakes one who waits for it; ringing it twice is ringing it once."""

from __future__ import annotations

import asyncio


class Wakeup:
    """Ring from anywhere on the event loop. Who is woken rings again if there is more to do."""

    def __init__(self) -> None:
        self._rung: asyncio.Queue[None] = asyncio.Queue(maxsize=1)

    def ring(self) -> None:
        if not self._rung.full():
            self._rung.put_nowait(None)

    async def wait(self, seconds: float) -> None:
        """Until it rings. Raises TimeoutError after `seconds`."""
        await asyncio.wait_for(self._rung.get(), seconds)
