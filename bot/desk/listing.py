"""The tickets, read once for all who look at the same moment; and searched."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.store import changes, tickets
from bot.store.codec import load_reply
from bot.store.database import Transaction
from bot.store.opened import Store
from bot.store.tickets import Ticket
from clock import Clock
from vietnamese.reading import fold

FRESH_SECONDS = 2.0
"""Of ten pages that ask after the same message one reads the store."""


class Listing:
    """One for each running desk."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._lock = asyncio.Lock()
        self._seen, self._read = -1, -FRESH_SECONDS
        self._tickets: Sequence[Ticket] = ()

    async def now(self) -> Sequence[Ticket]:
        """All of them, as they stand since the last message or deed."""
        async with self._lock:
            latest = await self._store.database.run(changes.latest)
            moment = self._clock.monotonic()
            if latest != self._seen or moment - self._read >= FRESH_SECONDS:
                self._tickets = await self._store.database.run(self._listed)
                self._seen, self._read = latest, moment
            return self._tickets

    def _listed(self, db: Transaction) -> list[Ticket]:
        return tickets.listed(db, self._store.sealer)

    async def said(self, words: str) -> frozenset[str]:
        """Conversations in whose transcript these words stand, accents or none."""
        rows = await self._store.database.run(tickets.said)
        return await asyncio.to_thread(_holding, rows, words)


def holds(ticket: Ticket, words: str) -> bool:
    """Whether what the list itself shows has the words."""
    return _plain(words) in _plain(f"{ticket.reader}\n{ticket.asked}\n{ticket.summary}")


def _holding(rows: Sequence[tuple[str, str]], words: str) -> frozenset[str]:
    wanted = _plain(words)
    return frozenset(talk for talk, reply in rows if wanted in _plain(load_reply(reply).text))


def _plain(text: str) -> str:
    return " ".join(fold(text).casefold().split())
