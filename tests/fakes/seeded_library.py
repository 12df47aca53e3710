"""The fake library system filled from the demo's seed values, for the contract suite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from library.demo import SeedBiblio, SeedPatron
from library.facts import LibraryFacts
from library.model import Branch, Fee, Hold, Item, Loan, Patron
from tests.fakes.library_system import FakeAccount, FakeLibrary


def seeded(
    biblios: Sequence[SeedBiblio], patrons: Iterable[SeedPatron], facts: LibraryFacts, today: date
) -> FakeLibrary:
    """The same patrons, loans, holds and copies as `library.demo.seed` makes."""
    system = FakeLibrary(
        today,
        places=tuple(Branch(b.code, b.name) for b in facts.branches),
        titles={b.id: b.title for b in biblios},
        on_site=frozenset(b.id for b in biblios if b.on_site),
        max_renewals=facts.rules.max_renewals,
        renewal_days=facts.rules.renewal_days,
        overdue_limit=facts.rules.renewal_overdue_limit_days,
        max_holds=facts.rules.max_holds,
        blocking_fee=facts.rules.blocking_fee,
        fine_per_day=facts.rules.fine_per_day,
    )
    for biblio in biblios:
        status = "on_site" if biblio.on_site else "available"
        system.items += [
            Item(i.barcode, biblio.id, i.branch, i.shelf, i.call_number, i.condition or status)  # type: ignore[arg-type]
            for i in biblio.items
        ]
    by_title = {biblio.title: biblio for biblio in reversed(biblios)}
    for patron in patrons:
        _put(system, patron, by_title, today)
    return system


def _put(
    system: FakeLibrary, seed: SeedPatron, by_title: dict[str, SeedBiblio], today: date
) -> None:
    expires = today + timedelta(days=seed.expires_in)
    patron = Patron(f"p{seed.card}", seed.card, seed.name, expires, seed.branch)
    fees = tuple(Fee(why, sum_, today - timedelta(days=ago)) for why, sum_, ago in seed.fees)
    on_site = {f"{seed.card}-{n}" for n, loan in enumerate(seed.loans, 1) if loan.on_site}
    system.accounts[patron.id] = FakeAccount(patron, seed.pin, seed.restricted, on_site, fees)
    for number, loan in enumerate(seed.loans, start=1):
        due = today + timedelta(days=loan.due_in)
        biblio = by_title[loan.title].id
        barcode = system.lend(biblio, due)
        left = system.max_renewals - loan.renewals
        system.open_loans.append(
            Loan(
                f"{seed.card}-{number}", patron.id, biblio, loan.title, barcode, due,
                loan.renewals, left,
            )
        )  # fmt: skip
    for hold in seed.holds:
        until = today + timedelta(days=hold.expires_in) if hold.ready else None
        system.queue(
            Hold(
                f"h{len(system.open_holds) + 1}", patron.id, by_title[hold.title].id, hold.title,
                hold.branch, today - timedelta(days=hold.placed_ago),
                "ready" if hold.ready else "waiting", 1, until,
            )
        )  # fmt: skip
