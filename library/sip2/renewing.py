"""Renewing a loan: its owner first, then once, then what the server's state says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from pysip2.models import RenewResponse

from library.model import Loan
from library.results import Done, Refused, Unavailable
from library.sip2 import answers, loans, refusals
from library.sip2.desk import Desk, unanswered
from library.sip2.wire import Failed, told
from library.writing import InDoubt, Unchanged

NOT_YOURS = Refused("not_your_loan")


class Renewal:
    """The three steps of `library.writing.Write` for one loan of one patron."""

    def __init__(self, desk: Desk, *, card: str, barcode: str) -> None:
        self._desk = desk
        self._card = card
        self._barcode = barcode
        self._loan: Loan | None = None

    async def look(self) -> str | Refused | Unavailable:
        loan = await self._own()
        if not isinstance(loan, Loan):
            return loan
        self._loan = loan
        return json.dumps({"due": loan.due.isoformat()})

    async def send(self) -> Done[Loan] | Refused | Unavailable | InDoubt:
        request = self._desk.requests.renew(self._card, self._barcode)
        found = await self._desk.wire.write("renew", request, RenewResponse)
        if isinstance(found, Failed):
            return unanswered(found)
        answer = answers.renewal(found, self._desk.read.formats)
        if not _same(answer.card, self._card) or not _same(answer.barcode, self._barcode):
            return InDoubt("an answer about another loan")
        if not answer.done:
            return await self._why()
        if self._loan is None or answer.due is None or answer.due <= self._loan.due:
            return InDoubt("confirmed without a later date")
        return Done(replace(self._loan, due=answer.due))

    async def read_back(self, before: str) -> Done[Loan] | Refused | Unchanged | Unavailable:
        loan = await self._own()
        if not isinstance(loan, Loan):
            return loan
        due = date.fromisoformat(json.loads(before)["due"])
        return Done(loan) if loan.due > due else Unchanged()

    async def _own(self) -> Loan | Refused | Unavailable:
        """The loan as it is now, if it is on this patron's list."""
        if not self._desk.read.sendable(self._barcode):
            return NOT_YOURS
        charged = await self._desk.read.entries(self._card, "charged")
        if isinstance(charged, Failed):
            return told(charged)
        if self._barcode not in charged:
            return NOT_YOURS
        item = await self._desk.read.item(self._barcode)
        if isinstance(item, Failed):
            return told(item)
        biblios = await self._desk.holdings.biblios([self._barcode])
        loan = loans.shown(self._card, self._barcode, item, biblios.get(self._barcode, ""))
        return loans.UNREAD if loan is None else loan

    async def _why(self) -> Refused:
        """The refusal stands, whether or not its reason can be found out."""
        patron = await self._desk.read.patron(self._card)
        item = await self._desk.read.item(self._barcode)
        if isinstance(patron, Failed) or isinstance(item, Failed):
            return Refused("other")
        return refusals.of_renewal(patron, item, self._desk.rules, self._desk.today)


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
