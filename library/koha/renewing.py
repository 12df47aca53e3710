"""Renewing a loan: its owner first, then once, then what Koha's state says."""

from __future__ import annotations

import json
from datetime import date

from library.koha.answer import Answer, Failed, error_text
from library.koha.desk import Desk, strange, unanswered
from library.koha.refusals import RENEW
from library.koha.rows import CheckoutRow, ItemRow, one
from library.koha.shown import loan_of, unavailable
from library.model import Loan
from library.results import Done, RefusalCode, Refused, Unavailable
from library.writing import InDoubt, Unchanged


class Renewal:
    """The three steps of `library.writing.Write` for one loan of one patron."""

    def __init__(self, desk: Desk, *, patron: int, loan: int) -> None:
        self._desk = desk
        self._patron = patron
        self._loan = loan
        self._row: CheckoutRow | None = None
        self._item: ItemRow | None = None
        self._limit = 0

    async def look(self) -> str | Refused | Unavailable:
        row = await self._own()
        if isinstance(row, Refused | Unavailable):
            return row
        return json.dumps({"due": row.due_date.isoformat(), "renewals": row.renewals_count or 0})

    async def send(self) -> Done[Loan] | Refused | Unavailable | InDoubt:
        answer = await self._post("renewals")
        if isinstance(answer, Answer) and answer.status == 404 and error_text(answer) is None:
            answer = await self._post("renewal")  # older releases have no s
        if isinstance(answer, Failed):
            return unanswered(answer)
        if answer.status == 201:
            return self._confirmed(answer)
        text = error_text(answer)
        return strange(answer) if text is None else self._refused(text)

    async def read_back(self, before: str) -> Done[Loan] | Refused | Unchanged | Unavailable:
        row = await self._own()
        if isinstance(row, Refused | Unavailable):
            return row
        kept = json.loads(before)
        due = date.fromisoformat(kept["due"])
        if row.due_date > due or (row.renewals_count or 0) > kept["renewals"]:
            return Done(loan_of(row, self._item, self._limit))
        return Unchanged()

    async def _own(self) -> CheckoutRow | Refused | Unavailable:
        """The loan as it is now, if it is this patron's, with what is needed to tell of it."""
        row = await self._desk.read.checkout(self._loan)
        if isinstance(row, Failed):
            return unavailable(row)
        if row is None or row.patron_id != self._patron:
            return Refused("not_your_loan")
        items = await self._desk.read.items([row.item_id])
        limit = await self._desk.read.max_renewals(row)
        if isinstance(items, Failed):
            return unavailable(items)
        if isinstance(limit, Failed):
            return unavailable(limit)
        self._row, self._item, self._limit = row, items.get(row.item_id), limit
        return row

    async def _post(self, route: str) -> Answer | Failed:
        return await self._desk.wire.call("POST", f"/checkouts/{self._loan}/{route}")

    def _confirmed(self, answer: Answer) -> Done[Loan] | InDoubt:
        """A 201 that shows the same loan, and shows it renewed."""
        row, old = one(CheckoutRow, answer), self._row
        if isinstance(row, Failed) or old is None:
            return InDoubt("an answer of another shape")
        if (row.checkout_id, row.patron_id) != (old.checkout_id, old.patron_id):
            return InDoubt("an answer for another loan")
        if row.due_date <= old.due_date and (row.renewals_count or 0) <= (old.renewals_count or 0):
            return InDoubt("confirmed without a change")
        return Done(loan_of(row, self._item, self._limit))

    def _refused(self, text: str) -> Refused:
        code = self._desk.refusals.of(text, RENEW)
        return Refused(code, self._detail(code))

    def _detail(self, code: RefusalCode) -> str:
        if self._row is None:
            return ""
        if code == "too_many_renewals":
            return str(self._limit)
        if code == "too_soon":
            return self._row.due_date.isoformat()
        if code == "overdue_too_long":
            return str(max(0, (self._desk.today - self._row.due_date).days))
        return ""
