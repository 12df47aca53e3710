"""Rows of the demo tables as the library's model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection, Row, func, select

from library.demo.schema import biblios, fees, holds, items, loans, patrons
from library.facts import Rules
from library.model import Fee, Hold, Loan, Patron
from words import say

OPEN_HOLDS = ("waiting", "ready")


def patron_of(row: Row[tuple[object, ...]]) -> Patron:
    return Patron(row.id, row.card, row.name, row.expires, row.branch)


def find_patron(db: Connection, patron_id: str) -> Row[tuple[object, ...]] | None:
    return db.execute(select(patrons).where(patrons.c.id == patron_id)).one_or_none()


def loans_of(db: Connection, patron_id: str, rules: Rules) -> tuple[Loan, ...]:
    """Open loans, the soonest due first."""
    query = (
        select(loans, items.c.biblio_id, biblios.c.title)
        .join(items, items.c.barcode == loans.c.barcode)
        .join(biblios, biblios.c.id == items.c.biblio_id)
        .where(loans.c.patron_id == patron_id)
        .order_by(loans.c.due, loans.c.id)
    )
    return tuple(
        Loan(
            id=row.id,
            patron_id=row.patron_id,
            biblio_id=row.biblio_id,
            title=row.title,
            barcode=row.barcode,
            due=row.due,
            renewals=row.renewals,
            renewals_left=max(0, rules.max_renewals - row.renewals),
        )
        for row in db.execute(query)
    )


def holds_of(db: Connection, patron_id: str) -> tuple[Hold, ...]:
    """Waiting and ready holds, the oldest first."""
    query = (
        select(holds, biblios.c.title)
        .join(biblios, biblios.c.id == holds.c.biblio_id)
        .where(holds.c.patron_id == patron_id, holds.c.status.in_(OPEN_HOLDS))
        .order_by(holds.c.id)
    )
    return tuple(hold_of(db, row) for row in db.execute(query))


def hold_of(db: Connection, row: Row[tuple[object, ...]]) -> Hold:
    """`row` has the columns of holds and the biblio's title."""
    ahead = select(func.count()).where(
        holds.c.biblio_id == row.biblio_id,
        holds.c.status.in_(OPEN_HOLDS),
        holds.c.id < row.id,
    )
    return Hold(
        id=str(row.id),
        patron_id=row.patron_id,
        biblio_id=row.biblio_id,
        title=row.title,
        pickup_branch=row.branch,
        placed=row.placed,
        status=row.status,
        position=db.execute(ahead).scalar_one() + 1,
        expires=row.expires,
    )


def fees_of(
    db: Connection, patron_id: str, open_loans: Sequence[Loan], rules: Rules, today: date
) -> tuple[Fee, ...]:
    """Recorded fees, then the running fine of each overdue loan."""
    query = select(fees).where(fees.c.patron_id == patron_id).order_by(fees.c.id)
    recorded = [Fee(row.reason, row.amount, row.since) for row in db.execute(query)]
    running = [
        Fee(
            say("demo_library", "overdue", title=loan.title),
            rules.fine_per_day * (today - loan.due).days,
            loan.due + timedelta(days=1),
        )
        for loan in open_loans
        if loan.due < today
    ]
    return tuple(recorded + running)
