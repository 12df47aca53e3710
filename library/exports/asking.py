"""What a request to the desk is about, and why some are not taken.

Only what no desk could do is refused: whether a loan may be renewed, today's rules decide there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Container
from datetime import date

from library.exports import shown
from library.model import Hold, Loan
from library.results import Refused


def loan(db: sqlite3.Connection, card: str, loan_id: str) -> Loan | Refused:
    own = (each for each in shown.loans_of(db, card) if each.id == loan_id)
    return next(own, Refused("not_your_loan"))


def held(db: sqlite3.Connection, card: str, hold_id: str) -> Hold | Refused:
    own = (each for each in shown.holds_of(db, card) if each.id == hold_id)
    return next(own, Refused("not_your_hold"))


def new_hold(
    db: sqlite3.Connection,
    card: str,
    biblio_id: str,
    branch: str,
    *,
    branches: Container[str],
    today: date,
) -> Hold | Refused:
    """A hold that is not there yet: without an id, without a place in the queue."""
    if shown.find_patron(db, card) is None:
        return Refused("unknown_patron")
    refusal = _not_there(db, biblio_id)
    if refusal is not None:
        return refusal
    if branch not in branches:
        return Refused("bad_pickup_branch", branch)
    if any(each.biblio_id == biblio_id for each in shown.loans_of(db, card)):
        return Refused("already_borrowed")
    if any(each.biblio_id == biblio_id for each in shown.holds_of(db, card)):
        return Refused("already_on_hold")
    return Hold(
        id="",
        patron_id=card,
        biblio_id=biblio_id,
        title=_title(db, biblio_id),
        pickup_branch=branch,
        placed=today,
        status="waiting",
        position=None,
    )


def _not_there(db: sqlite3.Connection, biblio_id: str) -> Refused | None:
    """Where copies are exported, a biblio without one, or with none that is lent, is known."""
    if not db.execute("SELECT has_items FROM loaded").fetchone()[0]:
        return None
    copies = shown.copies_of(db, [biblio_id]).get(biblio_id)
    if copies is None:
        return Refused("unknown_biblio")
    on_site = all(item.status == "on_site" for item in copies.items)
    return Refused("not_holdable") if on_site else None


def _title(db: sqlite3.Connection, biblio_id: str) -> str:
    """Empty where nobody has the work: items carry no titles, and the records are elsewhere."""
    query = "SELECT title FROM {} WHERE biblio_id = ? LIMIT 1"
    for table in ("loans", "holds"):
        row = db.execute(query.format(table), (shown.bound(biblio_id),)).fetchone()
        if row is not None:
            return str(row["title"])
    return ""
