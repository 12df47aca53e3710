"""Rows of a loaded export as what the port speaks of."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from library.model import Availability, Hold, Item, Loan, Patron

OUT_OF_USE = ("in_repair", "lost")


def bound(text: str) -> str:
    """Text that SQLite takes: half a surrogate pair is none."""
    return text.encode("utf-8", "replace").decode("utf-8")


def find_patron(db: sqlite3.Connection, card: str) -> sqlite3.Row | None:
    row: sqlite3.Row | None = db.execute(
        "SELECT * FROM patrons WHERE card_key = ?", (bound(card).casefold(),)
    ).fetchone()
    return row


def patron_of(row: sqlite3.Row) -> Patron:
    """The card is the patron's id: an export has no other that stays."""
    expires = date.fromisoformat(row["expires"])
    return Patron(row["card"], row["card"], row["name"], expires, row["branch"])


def loans_of(db: sqlite3.Connection, card: str) -> tuple[Loan, ...]:
    """The soonest due first, each named by its item's barcode."""
    query = "SELECT * FROM loans WHERE card_key = ? ORDER BY due, barcode"
    return tuple(
        Loan(
            id=row["barcode"],
            patron_id=card,
            biblio_id=row["biblio_id"],
            title=row["title"],
            barcode=row["barcode"],
            due=date.fromisoformat(row["due"]),
            renewals=row["renewals"],
            renewals_left=row["renewals_left"],
        )
        for row in db.execute(query, (bound(card).casefold(),))
    )


def holds_of(db: sqlite3.Connection, card: str) -> tuple[Hold, ...]:
    """Each named by its biblio, or by its title where the export has no biblio ids."""
    query = "SELECT * FROM holds WHERE card_key = ? ORDER BY placed, title"
    return tuple(
        Hold(
            id=row["biblio_id"] or row["title"],
            patron_id=card,
            biblio_id=row["biblio_id"],
            title=row["title"],
            pickup_branch=row["branch"],
            placed=_day(row["placed"]),
            status=row["status"],
            position=row["position"],
            expires=_day(row["expires"]),
        )
        for row in db.execute(query, (bound(card).casefold(),))
    )


def copies_of(db: sqlite3.Connection, biblio_ids: Sequence[str]) -> dict[str, Availability]:
    """Keyed by biblio; one without items is absent."""
    found = ((biblio, _copies(db, biblio)) for biblio in dict.fromkeys(map(bound, biblio_ids)))
    has_holds = db.execute("SELECT has_holds FROM loaded").fetchone()[0]
    return {
        biblio: Availability(biblio, items, _waiting(db, biblio) if has_holds else None)
        for biblio, items in found
        if items
    }


def _copies(db: sqlite3.Connection, biblio_id: str) -> tuple[Item, ...]:
    """A copy on loan is known by the loans; each hold that is ready keeps one on its shelf."""
    query = (
        "SELECT items.*, loans.due FROM items LEFT JOIN loans USING (barcode)"
        " WHERE items.biblio_id = ? ORDER BY items.barcode"
    )
    kept: dict[str, int] = defaultdict(int)
    kept["left"] = _holds(db, biblio_id, "ready")
    return tuple(_item(row, kept) for row in db.execute(query, (biblio_id,)))


def _item(row: sqlite3.Row, kept: dict[str, int]) -> Item:
    due, status = _day(row["due"]), row["status"]
    if status not in OUT_OF_USE and due is not None:
        status = "on_loan"
    elif status == "available" and kept["left"] > 0:
        kept["left"] -= 1
        status = "on_hold_shelf"
    return Item(
        barcode=row["barcode"],
        biblio_id=row["biblio_id"],
        branch=row["branch"],
        shelf=row["shelf"],
        call_number=row["call_number"],
        status=status,
        due=due if status == "on_loan" else None,
    )


def _waiting(db: sqlite3.Connection, biblio_id: str) -> int:
    return _holds(db, biblio_id, "waiting")


def _holds(db: sqlite3.Connection, biblio_id: str, status: str) -> int:
    query = "SELECT count(*) FROM holds WHERE biblio_id = ? AND status = ?"
    return int(db.execute(query, (biblio_id, status)).fetchone()[0])


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
