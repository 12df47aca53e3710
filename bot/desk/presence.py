"""Who is at the desk. A page that dies gives its readers back to the queue within a minute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.desk_handoffs import PRESENT_SECONDS, DeskHandoffs
from bot.store import handoffs, staff
from bot.store.database import Database, Transaction
from clock import Clock

CHECK_SECONDS = 5.0
LATE_SECONDS = 90.0
"""In opening hours a reader is taken over by then, or told; good practice of library chats."""


@dataclass(slots=True)
class Presence:
    """`look` is one round. Nobody is taken for absent before this process has listened as long
    as an absence takes: after a restart pages need a moment to come back."""

    database: Database
    clock: Clock
    desk_handoffs: DeskHandoffs
    is_open: Callable[[datetime], bool]
    replied: Callable[[], object]
    since: float = field(init=False)

    def __post_init__(self) -> None:
        self.since = self.clock.now().timestamp()

    async def look(self) -> int:
        """How many readers went back to the queue or were told that nobody is free."""
        moment = self.clock.now()
        now = moment.timestamp()
        done = await self.database.run(lambda db: self._absent(db, now))
        if self.is_open(moment):
            done += await self.database.run(lambda db: self._late(db, now))
        if done:
            self.replied()
        return done

    def _absent(self, db: Transaction, now: float) -> int:
        if now - self.since < PRESENT_SECONDS:
            return 0
        gone = [one for one in staff.accounts(db) if one.seen < now - PRESENT_SECONDS]
        return sum(self.desk_handoffs.leave(db, one.id, one.username, now) for one in gone)

    def _late(self, db: Transaction, now: float) -> int:
        """A ticket from before the opening waits for its turn, and was told so when it was
        opened."""
        late = handoffs.unheard(db, now - LATE_SECONDS)
        for handoff in late:
            opened = datetime.fromtimestamp(handoff.opened, self.clock.now().tzinfo)
            if self.is_open(opened):
                self.desk_handoffs.tell_late(db, handoff, now)
            else:
                handoffs.told(db, handoff.id, now)
        return len(late)
