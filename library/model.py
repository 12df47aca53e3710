"""What the library system speaks of. Money is whole Vietnamese đồng."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ItemStatus = Literal["available", "on_loan", "on_hold_shelf", "on_site", "in_repair", "lost"]
HoldStatus = Literal["waiting", "ready", "cancelled", "expired"]


@dataclass(frozen=True, slots=True)
class Patron:
    """A reader of the library. `card` is the number printed on the card."""

    id: str
    card: str
    name: str
    expires: date
    branch: str


@dataclass(frozen=True, slots=True)
class Loan:
    """An item out to a patron. `renewals_left` counts from the library's rule."""

    id: str
    patron_id: str
    biblio_id: str
    title: str
    barcode: str
    due: date
    renewals: int
    renewals_left: int


@dataclass(frozen=True, slots=True)
class Hold:
    """A place in the queue for a biblio. `position` is 1 for the next in line."""

    id: str
    patron_id: str
    biblio_id: str
    title: str
    pickup_branch: str
    placed: date
    status: HoldStatus
    position: int
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """One sum owed."""

    reason: str
    amount: int
    since: date


@dataclass(frozen=True, slots=True)
class Item:
    """A copy: where it stands and whether it can be had. `due` when it is on loan."""

    barcode: str
    biblio_id: str
    branch: str
    shelf: str
    call_number: str
    status: ItemStatus
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """All copies of a biblio, and how many readers wait for it."""

    biblio_id: str
    items: tuple[Item, ...]
    holds: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A place of the library where items stand and holds are picked up."""

    code: str
    name: str
