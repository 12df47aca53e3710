"""Card and PIN to a patron, throttled so that guessing is hopeless."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from bot.privacy.seal import Sealer
from bot.store import throttle
from bot.store.database import Database, Transaction
from clock import Clock
from library.model import Patron
from library.port import LibrarySystem
from library.results import Done, Refused

Failure = Literal["refused", "throttled", "unavailable"]
"""`throttled`: too many tries with the card or from the address, whether or not there is such a
card; nothing was asked of the library's system."""
LEAST_SECONDS = 0.25
"""Every answer takes at least this long: its time tells nothing of the card."""


@dataclass(frozen=True, slots=True)
class Checker:
    """At most 5 tries in 15 min and 20 a day per card, 10 failures an hour per address, and 2 an
    hour per card forwarded to the library system. A library's Wi-Fi is one address: who gets in
    takes nothing from the next reader."""

    database: Database
    library: LibrarySystem
    sealer: Sealer
    clock: Clock

    async def check(self, card: str, pin: str, address: str) -> Patron | Failure:
        """One word for every pair that does not fit; the PIN is used once and forgotten."""
        answer, _ = await asyncio.gather(
            self._check(card.strip().upper()[:32], pin[:32], address), asyncio.sleep(LEAST_SECONDS)
        )
        return answer

    async def _check(self, card: str, pin: str, address: str) -> Patron | Failure:
        now = self.clock.now().timestamp()
        by_card = f"card:{self.sealer.digest(card)[:32]}"
        by_address = f"addr:{self.sealer.digest(address)[:32]}"
        failed = f"fail:{by_card}"
        of_card = [(by_card, 5, 900.0), (by_card, 20, 86_400.0), (failed, 2, 3600.0)]

        def admitted(db: Transaction) -> bool:
            """Counted as a failure until it turns out well, so that tries at once do not pass."""
            if not throttle.allowed(db, [(by_address, 10, 3600.0)], now):
                return False
            free = throttle.allowed(db, of_card, now)
            keys = [by_address, by_card, failed] if free else [by_address]
            throttle.record(db, keys, now)
            return free

        if not await self.database.run(admitted):
            return "throttled"
        result = await self.library.check_card(card, pin)
        if isinstance(result, Refused):
            return "refused"
        await self.database.run(lambda db: _release(db, failed, by_address))
        return result.value if isinstance(result, Done) else "unavailable"


def _release(db: Transaction, *keys: str) -> None:
    for key in keys:
        throttle.release(db, key)
