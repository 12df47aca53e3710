"""The one door into the inbox: stored first of all, the workers woken, the wait measured."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.delivery.worker.admission import AdmissionControl
from bot.delivery.worker.wakeup import Wakeup
from bot.store import inbox, parts
from bot.store.database import Transaction
from bot.store.opened import Store
from clock import Clock
from connectors.messages import Inbound

T = TypeVar("T")
Accept = Callable[[Inbound], bool]
"""Stores a message in the transaction at hand; False when it was stored before."""


@dataclass(frozen=True, slots=True)
class InboxDoor:
    """Whatever brings a message in goes through here."""

    store: Store
    clock: Clock
    wakeup: Wakeup
    admission: AdmissionControl

    async def accept(self, inbound: Inbound) -> bool:
        """Store a message durably; False when it was stored before. Raises StorageDownError."""
        return await self.transact(lambda _db, accept: accept(inbound))

    async def transact(self, work: Callable[[Transaction, Accept], T]) -> T:
        """Do `work`, which stores messages by what it is given, before all else that waits for
        the store. Raises StorageDownError, or what `work` raised; then nothing of it was kept."""
        now = self.clock.now().timestamp()
        fresh = waits = False

        def stored(db: Transaction) -> T:
            def accept(inbound: Inbound) -> bool:
                nonlocal fresh, waits
                new = inbox.accept(db, self.store.conversations, inbound, now)
                fresh = fresh or new
                waits = waits or parts.until(inbound, now) > now
                return new

            return work(db, accept)

        begun = time.perf_counter()
        done = await self.store.database.run(stored, first=True)
        self.admission.stored(time.perf_counter() - begun)
        if fresh:
            self.wakeup.ring()
        if waits:
            asyncio.get_running_loop().call_later(parts.GATHER_SECONDS, self.wakeup.ring)
        return done
