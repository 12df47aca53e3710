"""A LibrarySystem in memory with the rules of a real one, and failures on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, TypeVar

from library.model import Availability, Branch, Fee, Hold, Item, Loan, Patron
from library.results import Done, ReadResult, Refused, Unavailable, Unconfirmed, WriteResult

T = TypeVar("T")


@dataclass
class FakeAccount:
    """What the system knows of one patron."""

    patron: Patron
    pin: str = "2468"
    restricted: str = ""
    on_site_loans: set[str] = field(default_factory=set)
    fees: tuple[Fee, ...] = ()


@dataclass
class FakeLibrary:
    """`trouble` makes reads and writes Unavailable, or writes Unconfirmed (and not done)."""

    today: date
    accounts: dict[str, FakeAccount] = field(default_factory=dict)
    open_loans: list[Loan] = field(default_factory=list)
    open_holds: list[Hold] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    places: tuple[Branch, ...] = ()
    on_site: frozenset[str] = frozenset()
    """Biblios read in the house only, lent for the day or not."""
    max_renewals: int = 2
    renewal_days: int = 14
    overdue_limit: int = 7
    max_holds: int = 3
    blocking_fee: int = 50_000
    fine_per_day: int = 1_000
    trouble: Literal["", "unavailable", "unconfirmed"] = ""
    writes: list[tuple[str, str]] = field(default_factory=list)
    """(key, request) of every write that reached the system, in order."""
    _outcomes: dict[str, tuple[str, WriteResult[Loan] | WriteResult[Hold]]] = field(
        default_factory=dict
    )

    async def check_card(self, card: str, pin: str) -> ReadResult[Patron]:
        if self.trouble == "unavailable":
            return Unavailable("down")
        for account in self.accounts.values():
            if account.patron.card == card.strip().upper() and pin and account.pin == pin:
                if account.restricted:
                    return Refused("restricted", account.restricted)
                return Done(account.patron)
        return Refused("wrong_card_or_pin")

    async def patron(self, patron_id: str) -> ReadResult[Patron]:
        if self.trouble == "unavailable":
            return Unavailable("down")
        account = self.accounts.get(patron_id)
        return Refused("unknown_patron") if account is None else Done(account.patron)

    async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
        if self.trouble == "unavailable":
            return Unavailable("down")
        return Done(self._loans(patron_id))

    async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
        if failed := self._failing():
            return failed
        request = f"renew {patron_id} {loan_id}"
        if (known := self._outcomes.get(key)) is not None:
            return known[1] if known[0] == request else Refused("other", "key reused")  # type: ignore[return-value]
        outcome = self._renew(patron_id, loan_id)
        self._record(key, request, outcome)
        return outcome

    async def holds(self, patron_id: str) -> ReadResult[tuple[Hold, ...]]:
        if self.trouble == "unavailable":
            return Unavailable("down")
        return Done(self._holds(patron_id))

    async def place_hold(
        self, patron_id: str, biblio_id: str, pickup_branch: str, key: str
    ) -> WriteResult[Hold]:
        if failed := self._failing():
            return failed
        request = f"hold {patron_id} {biblio_id} {pickup_branch}"
        if (known := self._outcomes.get(key)) is not None:
            return known[1] if known[0] == request else Refused("other", "key reused")  # type: ignore[return-value]
        outcome = self._place(patron_id, biblio_id, pickup_branch)
        self._record(key, request, outcome)
        return outcome

    async def cancel_hold(self, patron_id: str, hold_id: str, key: str) -> WriteResult[Hold]:
        if failed := self._failing():
            return failed
        request = f"cancel {patron_id} {hold_id}"
        if (known := self._outcomes.get(key)) is not None:
            return known[1] if known[0] == request else Refused("other", "key reused")  # type: ignore[return-value]
        outcome = self._cancel(patron_id, hold_id)
        self._record(key, request, outcome)
        return outcome

    async def fees(self, patron_id: str) -> ReadResult[tuple[Fee, ...]]:
        if self.trouble == "unavailable":
            return Unavailable("down")
        return Done(self._fees(patron_id))

    async def availability(self, biblio_ids: Sequence[str]) -> ReadResult[dict[str, Availability]]:
        if self.trouble == "unavailable":
            return Unavailable("down")
        known = {i.biblio_id for i in self.items}
        return Done({b: self._availability(b) for b in biblio_ids if b in known})

    async def branches(self) -> ReadResult[tuple[Branch, ...]]:
        return Unavailable("down") if self.trouble == "unavailable" else Done(self.places)

    def lend(self, biblio_id: str, due: date) -> str:
        """Mark a free copy as lent; returns its barcode. StopIteration when none is left."""
        at = next(
            n
            for n, item in enumerate(self.items)
            if item.biblio_id == biblio_id and item.due is None
        )
        self.items[at] = replace(self.items[at], status="on_loan", due=due)
        return self.items[at].barcode

    def queue(self, hold: Hold) -> None:
        """Put a hold at the end of its biblio's queue; a ready one keeps a copy on the shelf."""
        position = 1 if hold.status == "ready" else 1 + self._queue(hold.biblio_id)
        self.open_holds.append(replace(hold, position=position))

    def _failing(self) -> Unavailable | Unconfirmed | None:
        if self.trouble == "unavailable":
            return Unavailable("down")
        return Unconfirmed("timed out") if self.trouble == "unconfirmed" else None

    def _record(
        self, key: str, request: str, outcome: WriteResult[Loan] | WriteResult[Hold]
    ) -> None:
        self.writes.append((key, request))
        self._outcomes[key] = (request, outcome)

    def _loans(self, patron_id: str) -> tuple[Loan, ...]:
        own = (loan for loan in self.open_loans if loan.patron_id == patron_id)
        return tuple(sorted(own, key=lambda loan: (loan.due, loan.id)))

    def _holds(self, patron_id: str) -> tuple[Hold, ...]:
        return tuple(
            h
            for h in self.open_holds
            if h.patron_id == patron_id and h.status in ("waiting", "ready")
        )

    def _fees(self, patron_id: str) -> tuple[Fee, ...]:
        account = self.accounts.get(patron_id)
        recorded = account.fees if account else ()
        running = tuple(
            Fee(
                f"Trả muộn «{loan.title}»",
                (self.today - loan.due).days * self.fine_per_day,
                loan.due,
            )
            for loan in self._loans(patron_id)
            if loan.due < self.today
        )
        return recorded + running

    def _blocked(self, patron_id: str) -> Refused | None:
        account = self.accounts.get(patron_id)
        if account is None:
            return Refused("unknown_patron")
        if account.restricted:
            return Refused("restricted", account.restricted)
        if account.patron.expires < self.today:
            return Refused("card_expired", account.patron.expires.isoformat())
        owed = sum(fee.amount for fee in self._fees(patron_id))
        return Refused("blocked_by_fees", str(owed)) if owed >= self.blocking_fee else None

    def _renew(self, patron_id: str, loan_id: str) -> Done[Loan] | Refused:
        loan = next((x for x in self._loans(patron_id) if x.id == loan_id), None)
        if loan is None:
            return Refused("not_your_loan")
        refusal = self._blocked(patron_id) or self._loan_blocked(loan)
        if refusal is not None:
            return refusal
        renewed = replace(
            loan,
            due=max(loan.due, self.today) + timedelta(days=self.renewal_days),
            renewals=loan.renewals + 1,
            renewals_left=loan.renewals_left - 1,
        )
        self.open_loans[self.open_loans.index(loan)] = renewed
        return Done(renewed)

    def _loan_blocked(self, loan: Loan) -> Refused | None:
        late = (self.today - loan.due).days
        if loan.id in self.accounts[loan.patron_id].on_site_loans:
            return Refused("on_site_only")
        if late > self.overdue_limit:
            return Refused("overdue_too_long", str(late))
        if loan.renewals_left == 0:
            return Refused("too_many_renewals", str(self.max_renewals))
        if -late > self.renewal_days:
            return Refused("too_soon", loan.due.isoformat())
        wanted = (
            h.biblio_id
            for h in self.open_holds
            if h.patron_id != loan.patron_id and h.status in ("waiting", "ready")
        )
        return Refused("on_hold_by_another") if loan.biblio_id in wanted else None

    def _place(self, patron_id: str, biblio_id: str, branch: str) -> Done[Hold] | Refused:
        copies = [item for item in self.items if item.biblio_id == biblio_id]
        if not copies:
            return Refused("unknown_biblio")
        if branch not in {place.code for place in self.places}:
            return Refused("bad_pickup_branch", branch)
        if refusal := self._blocked(patron_id):
            return refusal
        if refusal := self._hold_blocked(patron_id, biblio_id, copies):
            return refusal
        hold = Hold(
            id=f"h{len(self.open_holds) + 1}",
            patron_id=patron_id,
            biblio_id=biblio_id,
            title=self.titles.get(biblio_id, biblio_id),
            pickup_branch=branch,
            placed=self.today,
            status="waiting",
            position=1 + self._queue(biblio_id),
        )
        self.open_holds.append(hold)
        return Done(hold)

    def _hold_blocked(self, patron_id: str, biblio_id: str, copies: list[Item]) -> Refused | None:
        own = self._holds(patron_id)
        if biblio_id in self.on_site or any(item.status == "on_site" for item in copies):
            return Refused("not_holdable")
        if any(loan.biblio_id == biblio_id for loan in self._loans(patron_id)):
            return Refused("already_borrowed")
        if any(hold.biblio_id == biblio_id for hold in own):
            return Refused("already_on_hold")
        if len(own) >= self.max_holds:
            return Refused("too_many_holds", str(self.max_holds))
        return None

    def _cancel(self, patron_id: str, hold_id: str) -> Done[Hold] | Refused:
        hold = next((h for h in self._holds(patron_id) if h.id == hold_id), None)
        if hold is None:
            return Refused("not_your_hold")
        cancelled = replace(hold, status="cancelled")
        self.open_holds[self.open_holds.index(hold)] = cancelled
        return Done(cancelled)

    def _queue(self, biblio_id: str) -> int:
        return sum(h.biblio_id == biblio_id and h.status == "waiting" for h in self.open_holds)

    def _availability(self, biblio_id: str) -> Availability:
        ready = sum(h.biblio_id == biblio_id and h.status == "ready" for h in self.open_holds)
        copies = [item for item in self.items if item.biblio_id == biblio_id]
        for at, item in enumerate(copies):
            if ready and item.status == "available":
                copies[at] = replace(item, status="on_hold_shelf")
                ready -= 1
        return Availability(biblio_id, tuple(copies), self._queue(biblio_id))
