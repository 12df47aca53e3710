"""A few connections, lent one request at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from clock import Clock
from library.sip2.connection import Connection

SIZE = 3
"""Servers license connections, and the self-check machines come first."""
KEPT_SECONDS = 30.0
"""Idle longer, a connection may have been dropped by a firewall that tells nobody."""


class Pool:
    """`opened` makes a connection, or raises what it raises."""

    def __init__(
        self, opened: Callable[[], Awaitable[Connection]], clock: Clock, size: int = SIZE
    ) -> None:
        self._opened = opened
        self._clock = clock
        self._places = asyncio.Semaphore(size)
        self._idle: list[Connection] = []

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[Connection]:
        """A connection that is closed when anything goes wrong with it, a timeout too."""
        async with self._places:
            connection = self._kept() or await self._opened()
            try:
                yield connection
            except BaseException:
                connection.close()
                raise
            connection.kept = True
            self._idle.append(connection)

    def forget(self) -> None:
        """Close those that nobody uses: one was found dead, so may the others be."""
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            fresh = self._clock.monotonic() - connection.used_at < KEPT_SECONDS
            if fresh and connection.alive():
                return connection
            connection.close()
        return None
