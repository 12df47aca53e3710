"""DemoLibrary satisfies the LibrarySystem port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import SQLAlchemyError

from clock import Clock
from library.demo import copies, holding, pins, renewing, rows
from library.demo.outcomes import once
from library.demo.schema import open_file, patrons
from library.facts import LibraryFacts
from library.model import Availability, Branch, Fee, Hold, Loan, Patron
from library.results import Done, ReadResult, Refused, Unavailable, Unconfirmed, WriteResult

T = TypeVar("T")


def open_demo(path: Path, clock: Clock, facts: LibraryFacts) -> DemoLibrary:
    """The demo system over the file at `path`, made empty where missing (see `seed`)."""
    return DemoLibrary(open_file(path), clock, facts)


class DemoLibrary:
    """Rules and branches come from the facts; the calendar day from the clock."""

    def __init__(self, engine: Engine, clock: Clock, facts: LibraryFacts) -> None:
        self._engine = engine
        self._clock = clock
        self._rules = facts.rules
        self._branches = tuple(Branch(b.code, b.name) for b in facts.branches)

    async def check_card(self, card: str, pin: str) -> ReadResult[Patron]:
        def check(db: Connection) -> Done[Patron] | Refused:
            row = db.execute(
                select(patrons).where(patrons.c.card == card.strip().upper())
            ).one_or_none()
            if not pins.fits(pin, None if row is None else row.pin_hash) or row is None:
                return Refused("wrong_card_or_pin")
            if row.restricted:
                return Refused("restricted", row.restricted)
            return Done(rows.patron_of(row))

        return await self._run(check)

    async def patron(self, patron_id: str) -> ReadResult[Patron]:
        def read(db: Connection) -> Done[Patron] | Refused:
            row = rows.find_patron(db, patron_id)
            return Refused("unknown_patron") if row is None else Done(rows.patron_of(row))

        return await self._run(read)

    async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
        return await self._run(lambda db: Done(rows.loans_of(db, patron_id, self._rules)))

    async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
        def write(db: Connection) -> Done[Loan] | Refused | Unconfirmed:
            return once(
                db,
                key,
                f"renew {patron_id} {loan_id}",
                Loan,
                lambda: renewing.renew(db, patron_id, loan_id, self._rules, self._clock.today()),
            )

        return await self._run(write)

    async def holds(self, patron_id: str) -> ReadResult[tuple[Hold, ...]]:
        return await self._run(lambda db: Done(rows.holds_of(db, patron_id)))

    async def place_hold(
        self, patron_id: str, biblio_id: str, pickup_branch: str, key: str
    ) -> WriteResult[Hold]:
        def place(db: Connection) -> Done[Hold] | Refused:
            return holding.place(
                db,
                patron_id,
                biblio_id,
                pickup_branch,
                branches={b.code for b in self._branches},
                rules=self._rules,
                today=self._clock.today(),
            )

        request = f"hold {patron_id} {biblio_id} {pickup_branch}"
        return await self._run(lambda db: once(db, key, request, Hold, lambda: place(db)))

    async def cancel_hold(self, patron_id: str, hold_id: str, key: str) -> WriteResult[Hold]:
        request = f"cancel {patron_id} {hold_id}"
        return await self._run(
            lambda db: once(db, key, request, Hold, lambda: holding.cancel(db, patron_id, hold_id))
        )

    async def fees(self, patron_id: str) -> ReadResult[tuple[Fee, ...]]:
        def read(db: Connection) -> Done[tuple[Fee, ...]]:
            owned = rows.loans_of(db, patron_id, self._rules)
            today = self._clock.today()
            return Done(rows.fees_of(db, patron_id, owned, self._rules, today))

        return await self._run(read)

    async def availability(self, biblio_ids: Sequence[str]) -> ReadResult[dict[str, Availability]]:
        return await self._run(lambda db: Done(copies.availability(db, biblio_ids)))

    async def branches(self) -> ReadResult[tuple[Branch, ...]]:
        return Done(self._branches)

    async def _run(self, work: Callable[[Connection], T]) -> T | Unavailable:
        """One transaction in a thread; a broken or locked file is a value, not an exception."""

        def transact() -> T | Unavailable:
            try:
                with self._engine.begin() as db:
                    return work(db)
            except SQLAlchemyError as error:
                return Unavailable(type(error).__name__)

        return await asyncio.to_thread(transact)
