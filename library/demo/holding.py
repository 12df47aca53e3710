"""Placing and cancelling a hold."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from sqlalchemy import Connection, Row, Select, insert, select, update

from library.demo.renewing import blocked_patron
from library.demo.rows import OPEN_HOLDS, hold_of, holds_of, loans_of
from library.demo.schema import biblios, holds
from library.facts import Rules
from library.model import Hold
from library.results import Done, Refused


def place(
    db: Connection,
    patron_id: str,
    biblio_id: str,
    branch: str,
    *,
    branches: Container[str],
    rules: Rules,
    today: date,
) -> Done[Hold] | Refused:
    """A place at the end of the biblio's queue."""
    biblio = db.execute(select(biblios).where(biblios.c.id == biblio_id)).one_or_none()
    if biblio is None:
        return Refused("unknown_biblio")
    if branch not in branches:
        return Refused("bad_pickup_branch", branch)
    refusal = blocked_patron(
        db, patron_id, loans_of(db, patron_id, rules), rules, today
    ) or _blocked_biblio(db, patron_id, biblio, rules)
    if refusal is not None:
        return refusal
    db.execute(
        insert(holds).values(
            patron_id=patron_id, biblio_id=biblio_id, branch=branch, placed=today, status="waiting"
        )
    )
    return Done(holds_of(db, patron_id)[-1])


def _blocked_biblio(
    db: Connection, patron_id: str, biblio: Row[tuple[object, ...]], rules: Rules
) -> Refused | None:
    if biblio.on_site:
        return Refused("not_holdable")
    if any(loan.biblio_id == biblio.id for loan in loans_of(db, patron_id, rules)):
        return Refused("already_borrowed")
    placed = holds_of(db, patron_id)
    if any(hold.biblio_id == biblio.id for hold in placed):
        return Refused("already_on_hold")
    if len(placed) >= rules.max_holds:
        return Refused("too_many_holds", str(rules.max_holds))
    return None


def cancel(db: Connection, patron_id: str, hold_id: str) -> Done[Hold] | Refused:
    """Give up a waiting or ready hold of this patron."""
    number = int(hold_id) if hold_id.isdecimal() and len(hold_id) < 16 else -1
    row = db.execute(_with_title(number)).one_or_none()
    if row is None or row.patron_id != patron_id or row.status not in OPEN_HOLDS:
        return Refused("not_your_hold")
    db.execute(update(holds).where(holds.c.id == number).values(status="cancelled"))
    return Done(hold_of(db, db.execute(_with_title(number)).one()))


def _with_title(hold_id: int) -> Select[tuple[object, ...]]:
    return (
        select(holds, biblios.c.title)
        .join(biblios, biblios.c.id == holds.c.biblio_id)
        .where(holds.c.id == hold_id)
    )
