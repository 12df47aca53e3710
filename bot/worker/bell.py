"""A bell that wakes who waits for it; ringing it twice is ringing it once."""

from __future__ import annotations

import asyncio


class Bell:
    """Ring from anywhere on the event loop."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Until it rings. Raises TimeoutError after `seconds`."""
        await asyncio.wait_for(self._event.wait(), seconds)
        self._event.clear()
