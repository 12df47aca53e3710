"""Rows of the four tables, read and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from library.exports.cells import Row, day, folded
from library.exports.columns import Columns
from library.model import HoldStatus, ItemStatus

T = TypeVar("T")
NO_END = date(9999, 12, 31)
"""A card without an end."""


@dataclass(frozen=True, slots=True)
class PatronRow:
    """`secret` is as it will be typed; it goes no further than to be hashed."""

    card: str
    name: str
    secret: str = field(repr=False)
    branch: str
    expires: date
    restricted: str
    owed: int | None


@dataclass(frozen=True, slots=True)
class LoanRow:
    card: str
    barcode: str
    title: str
    due: date
    biblio_id: str
    renewals: int | None
    renewals_left: int | None


@dataclass(frozen=True, slots=True)
class HoldRow:
    card: str
    biblio_id: str
    title: str
    branch: str
    placed: date | None
    status: HoldStatus
    position: int | None
    expires: date | None


@dataclass(frozen=True, slots=True)
class ItemRow:
    barcode: str
    biblio_id: str
    branch: str
    shelf: str
    call_number: str
    status: ItemStatus


def patron(row: Row, columns: Columns) -> PatronRow | None:
    """None where the row is wrong; why is among the problems."""
    card, name = row.needed("card"), row.needed("name")
    written = row.needed("secret")
    secret = typed(written, columns.typed_as, columns.dates)
    if written and secret is None:
        row.wrong("bad_date", "secret", value="…", formats=", ".join(columns.dates[:3]))
    expires, owed = row.day("expires", columns.dates), row.whole("owed")
    late = (row.text("expires") and expires is None) or (row.text("owed") and owed is None)
    if not (card and name and secret) or late:
        return None
    restricted = row.text("restricted")
    in_order = {folded(word) for word in columns.unrestricted}
    return PatronRow(
        card, name, secret, row.text("branch"), expires or NO_END,
        "" if folded(restricted) in in_order else restricted,
        (owed or 0) if row.has("owed") else None,
    )  # fmt: skip


def loan(row: Row, columns: Columns) -> LoanRow | None:
    card, barcode, title = row.needed("card"), row.needed("barcode"), row.needed("title")
    written, due = row.needed("due"), row.day("due", columns.dates)
    renewals, left = row.whole("renewals"), row.whole("renewals_left")
    wrong = any(
        row.text(f) and v is None for f, v in (("renewals", renewals), ("renewals_left", left))
    )
    if not (card and barcode and title and written) or due is None or wrong:
        return None
    return LoanRow(card, barcode, title, due, row.text("biblio_id"), renewals, left)


def hold(row: Row, columns: Columns) -> HoldRow | None:
    card, title = row.needed("card"), row.needed("title")
    days = {field: row.day(field, columns.dates) for field in ("placed", "expires")}
    position = row.whole("position")
    wrong = any(row.text(f) and v is None for f, v in {**days, "position": position}.items())
    if not (card and title) or wrong:
        return None
    ready = folded(row.text("status")) in {folded(word) for word in columns.hold_ready}
    return HoldRow(
        card, row.text("biblio_id"), title, row.text("branch"), days["placed"],
        "ready" if ready else "waiting", position, days["expires"] if ready else None,
    )  # fmt: skip


def item(row: Row, columns: Columns) -> ItemRow | None:
    """A state is taken for what the map says it means; an empty one for available."""
    barcode, biblio_id, written = row.needed("barcode"), row.needed("biblio_id"), row.text("status")
    meant = {folded(word): status for word, status in columns.item_status.items()}
    status = meant.get(folded(written)) if written else "available"
    if status is None:
        row.wrong("bad_status", "status", value=written, table="item_status")
    if not (barcode and biblio_id) or status is None:
        return None
    return ItemRow(
        barcode, biblio_id, row.text("branch"), row.text("shelf"), row.text("call_number"), status
    )


Reader = Callable[[Row, Columns], T | None]


def typed(written: str, typed_as: str, dates: tuple[str, ...]) -> str | None:
    """A secret as it is compared: a day in one form whichever way it is typed, else as it is."""
    if typed_as == "text":
        return written.strip()
    found = day(written.strip(), dates)
    return None if found is None else found.isoformat()
