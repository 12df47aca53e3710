"""KohaLibrary satisfies the LibrarySystem port over Koha's REST interface."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from clock import Clock
from library.journal import Journal
from library.kept import Kept
from library.koha import cards
from library.koha.answer import Failed
from library.koha.auth import Credentials
from library.koha.copies import Copies
from library.koha.desk import Desk
from library.koha.holding import Cancelling, Placing
from library.koha.reading import Reading, number
from library.koha.refusals import Refusals
from library.koha.renewing import Renewal
from library.koha.rows import CheckoutRow, ItemRow
from library.koha.shown import fee_of, hold_of, loan_of, unavailable
from library.koha.wire import PATIENCE_SECONDS, Wire
from library.model import Availability, Branch, Fee, Hold, Loan, Patron
from library.results import Done, ReadResult, Refused, Unavailable, WriteResult
from library.writing import REREAD_AFTER, Writer

BRANCHES_SECONDS = 600.0


class KohaLibrary:
    """One Koha. `close` it when the app stops. Never sends `x-koha-override`."""

    def __init__(
        self,
        address: str,
        credentials: Credentials,
        clock: Clock,
        journal: Journal,
        *,
        patience: float = PATIENCE_SECONDS,
        reread_after: Sequence[float] = REREAD_AFTER,
    ) -> None:
        self._clock = clock
        self._wire = Wire(address, credentials, clock, patience=patience)
        self._read = Reading(self._wire, clock)
        self._copies = Copies(self._read, clock)
        self._branches: Kept[str, tuple[Branch, ...]] = Kept(clock, BRANCHES_SECONDS)
        self._refusals = Refusals()
        self._writer = Writer(journal, reread_after)

    @property
    def unknown_refusals(self) -> Counter[str]:
        """Refusals of Koha's that have no sentence of their own, by code, for statistics."""
        return self._refusals.unknown

    async def close(self) -> None:
        await self._wire.close()

    async def check_card(self, card: str, pin: str) -> ReadResult[Patron]:
        return await cards.check(self._wire, self._read, card, pin)

    async def patron(self, patron_id: str) -> ReadResult[Patron]:
        patron = number(patron_id)
        return (
            Refused("unknown_patron") if patron is None else await cards.patron(self._read, patron)
        )

    async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
        patron = number(patron_id)
        if patron is None:
            return Refused("unknown_patron")
        rows = await self._read.checkouts(patron)
        if isinstance(rows, Failed):
            return unavailable(rows)
        items = await self._read.items(row.item_id for row in rows)
        if isinstance(items, Failed):
            return unavailable(items)
        return await self._with_limits(rows, items)

    async def _with_limits(
        self, rows: tuple[CheckoutRow, ...], items: dict[int | None, ItemRow]
    ) -> Done[tuple[Loan, ...]] | Unavailable:
        limits = await asyncio.gather(*(self._read.max_renewals(row) for row in rows))
        loans = []
        for row, limit in zip(rows, limits, strict=True):
            if isinstance(limit, Failed):
                return unavailable(limit)
            loans.append(loan_of(row, items.get(row.item_id), limit))
        return Done(tuple(sorted(loans, key=lambda loan: (loan.due, int(loan.id)))))

    async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
        patron, loan = number(patron_id), number(loan_id)
        if patron is None or loan is None:
            return Refused("not_your_loan")
        write = Renewal(self._desk(), patron=patron, loan=loan)
        return await self._writer.once(key, f"renew {patron} {loan}", Loan, write)

    async def holds(self, patron_id: str) -> ReadResult[tuple[Hold, ...]]:
        patron = number(patron_id)
        if patron is None:
            return Refused("unknown_patron")
        rows = await self._read.holds(patron)
        if isinstance(rows, Failed):
            return unavailable(rows)
        titles = await self._read.titles(row.biblio_id for row in rows)
        if isinstance(titles, Failed):
            return unavailable(titles)
        today = self._clock.today()
        return Done(tuple(hold_of(row, titles.get(row.biblio_id, ""), today) for row in rows))

    async def place_hold(
        self, patron_id: str, biblio_id: str, pickup_branch: str, key: str
    ) -> WriteResult[Hold]:
        patron, biblio = number(patron_id), number(biblio_id)
        if patron is None:
            return Refused("unknown_patron")
        if biblio is None:
            return Refused("unknown_biblio")
        write = Placing(self._desk(), patron=patron, biblio=biblio, branch=pickup_branch)
        request = f"hold {patron} {biblio} {pickup_branch}"
        return await self._writer.once(key, request, Hold, write)

    async def cancel_hold(self, patron_id: str, hold_id: str, key: str) -> WriteResult[Hold]:
        patron, hold = number(patron_id), number(hold_id)
        if patron is None or hold is None:
            return Refused("not_your_hold")
        write = Cancelling(self._desk(), patron=patron, hold=hold)
        return await self._writer.once(key, f"cancel {patron} {hold}", Hold, write)

    async def fees(self, patron_id: str) -> ReadResult[tuple[Fee, ...]]:
        patron = number(patron_id)
        row = None if patron is None else await self._read.account(patron)
        if isinstance(row, Failed):
            return unavailable(row)
        if row is None:
            return Refused("unknown_patron")
        owed = (fee_of(line) for line in row.outstanding_debits.lines)
        return Done(tuple(fee for fee in owed if fee.amount > 0))

    async def availability(self, biblio_ids: Sequence[str]) -> ReadResult[dict[str, Availability]]:
        found = await self._copies.of(biblio_ids)
        return unavailable(found) if isinstance(found, Failed) else Done(found)

    async def branches(self) -> ReadResult[tuple[Branch, ...]]:
        if (known := self._branches.get("")) is not None:
            return Done(known)
        rows = await self._read.libraries()
        if isinstance(rows, Failed):
            return unavailable(rows)
        named = tuple(Branch(row.library_id, row.name or row.library_id) for row in rows)
        self._branches.put("", named)
        return Done(named)

    def _desk(self) -> Desk:
        return Desk(self._wire, self._read, self._refusals, self._clock.today())
