"""What the library system speaks of. Money is whole Vietnamese đồng."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ItemStatus = Literal[
    "available", "on_loan", "on_hold_shelf", "on_site", "in_repair", "lost", "unknown"
]
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
    """An item out to a patron. `renewals_left` counts from the library's rule.

    Both counts are None where the library system does not tell them.
    """

    id: str
    patron_id: str
    biblio_id: str
    title: str
    barcode: str
    due: date
    renewals: int | None
    renewals_left: int | None


@dataclass(frozen=True, slots=True)
class Hold:
    """A place in the queue for a biblio. `position` is 1 for the next in line.

    `placed` and `position` are None, `pickup_branch` empty, where the library system does not tell.
    """

    id: str
    patron_id: str
    biblio_id: str
    title: str
    pickup_branch: str
    placed: date | None
    status: HoldStatus
    position: int | None
    expires: date | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """One sum owed."""

    reason: str
    amount: int
    since: date


@dataclass(frozen=True, slots=True)
class Item:
    """A copy: where it stands and whether it can be had. `due` when it is on loan.

    Whether an `unknown` one is in, nobody here knows: only where it belongs.
    """

    barcode: str
    biblio_id: str
    branch: str
    shelf: str
    call_number: str
    status: ItemStatus
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """All copies of a biblio, and how many readers wait for it; None where that is not told."""

    biblio_id: str
    items: tuple[Item, ...]
    holds: int | None


@dataclass(frozen=True, slots=True)
class Branch:
    """A place of the library where items stand and holds are picked up."""

    code: str
    name: str
    phone: str = ""
