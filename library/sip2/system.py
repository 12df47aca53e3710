"""Sip2Library satisfies the LibrarySystem port over SIP2."""

from __future__ import annotations

from collections.abc import Sequence

from clock import Clock
from library.facts import Rules
from library.holdings import Holdings
from library.journal import Journal
from library.model import Availability, Branch, Fee, Hold, Loan, Patron
from library.results import Done, ReadResult, Refused, WriteResult
from library.sip2 import cards, fees, holds, loans
from library.sip2.address import Address
from library.sip2.connection import Manner
from library.sip2.copies import Copies
from library.sip2.desk import Desk
from library.sip2.holding import Cancelling, Placing
from library.sip2.messages import Requests, Terminal
from library.sip2.reading import Reading
from library.sip2.renewing import Renewal
from library.sip2.wire import PATIENCE_SECONDS, Failed, Wire, told
from library.writing import REREAD_AFTER, Writer


class Sip2Library:
    """One server. `close` it when the app stops. Patrons are named by their cards.

    `holdings` says which copies a biblio has, for SIP2 knows items alone; `branches` are the
    library's own; `rules`, where given, help to say why a renewal was refused. `formats` are the
    site's own forms of a due date (`strptime`).
    """

    def __init__(
        self,
        where: Address,
        terminal: Terminal,
        clock: Clock,
        journal: Journal,
        holdings: Holdings,
        *,
        branches: Sequence[Branch],
        rules: Rules | None = None,
        manner: Manner = Manner(),  # noqa: B008 - frozen
        formats: Sequence[str] = (),
        patience: float = PATIENCE_SECONDS,
        reread_after: Sequence[float] = REREAD_AFTER,
    ) -> None:
        self._clock = clock
        self._wire = Wire(where, terminal, manner, clock, patience=patience)
        self._requests = Requests(terminal, clock)
        self._read = Reading(self._wire, self._requests, formats=formats, encoding=manner.encoding)
        self._holdings = holdings
        self._copies = Copies(self._read, holdings, clock)
        self._branches = tuple(branches)
        self._rules = rules
        self._writer = Writer(journal, reread_after)

    async def close(self) -> None:
        await self._wire.close()

    async def check_card(self, card: str, pin: str) -> ReadResult[Patron]:
        return await cards.check(self._read, card, pin)

    async def patron(self, patron_id: str) -> ReadResult[Patron]:
        return await cards.patron(self._read, patron_id)

    async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
        if not self._read.sendable(patron_id):
            return Refused("unknown_patron")
        return await loans.of(self._desk(), patron_id)

    async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
        if not self._read.sendable(patron_id):
            return Refused("not_your_loan")
        write = Renewal(self._desk(), card=patron_id, barcode=loan_id)
        return await self._writer.once(key, f"renew {patron_id} {loan_id}", Loan, write)

    async def holds(self, patron_id: str) -> ReadResult[tuple[Hold, ...]]:
        if not self._read.sendable(patron_id):
            return Refused("unknown_patron")
        return await holds.of(self._desk(), patron_id)

    async def place_hold(
        self, patron_id: str, biblio_id: str, pickup_branch: str, key: str
    ) -> WriteResult[Hold]:
        if not self._read.sendable(patron_id):
            return Refused("unknown_patron")
        write = Placing(self._desk(), card=patron_id, biblio_id=biblio_id, branch=pickup_branch)
        request = f"hold {patron_id} {biblio_id} {pickup_branch}"
        return await self._writer.once(key, request, Hold, write)

    async def cancel_hold(self, patron_id: str, hold_id: str, key: str) -> WriteResult[Hold]:
        if not self._read.sendable(patron_id):
            return Refused("not_your_hold")
        write = Cancelling(self._desk(), card=patron_id, barcode=hold_id)
        return await self._writer.once(key, f"cancel {patron_id} {hold_id}", Hold, write)

    async def fees(self, patron_id: str) -> ReadResult[tuple[Fee, ...]]:
        return await fees.of(self._read, patron_id, self._clock.today())

    async def availability(self, biblio_ids: Sequence[str]) -> ReadResult[dict[str, Availability]]:
        found = await self._copies.of(biblio_ids)
        return told(found) if isinstance(found, Failed) else Done(found)

    async def branches(self) -> ReadResult[tuple[Branch, ...]]:
        return Done(self._branches)

    def _desk(self) -> Desk:
        return Desk(
            self._wire,
            self._read,
            self._requests,
            self._holdings,
            frozenset(branch.code for branch in self._branches),
            self._rules,
            self._clock.today(),
        )
