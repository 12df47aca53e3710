"""Fill the demo library system: biblios with items, patrons with loans, holds and fees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, insert

from library.demo import schema
from library.demo.pins import hash_pin


class SeedError(ValueError):
    """The seed contradicts itself; the message names the patron and the title."""


@dataclass(frozen=True, slots=True)
class SeedItem:
    """A copy of a biblio. `condition` is empty, `in_repair` or `lost`."""

    barcode: str
    branch: str
    shelf: str
    call_number: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class SeedBiblio:
    """A biblio the library holds. `on_site`: read in the house only."""

    id: str
    title: str
    items: tuple[SeedItem, ...]
    on_site: bool = False


@dataclass(frozen=True, slots=True)
class SeedLoan:
    """A loan by title; `due_in` days from the seeding day, negative when overdue."""

    title: str
    due_in: int
    renewals: int = 0
    on_site: bool = False


@dataclass(frozen=True, slots=True)
class SeedHold:
    """A hold by title; `ready` ones wait at the desk for `expires_in` days."""

    title: str
    branch: str
    placed_ago: int = 2
    ready: bool = False
    expires_in: int = 5


@dataclass(frozen=True, slots=True)
class SeedPatron:
    """A patron in some state. `expires_in` days from the seeding day."""

    card: str
    pin: str
    name: str
    branch: str
    expires_in: int = 200
    restricted: str = ""
    loans: tuple[SeedLoan, ...] = ()
    holds: tuple[SeedHold, ...] = ()
    fees: tuple[tuple[str, int, int], ...] = ()
    """(reason, amount in đồng, days ago)"""


def id_of(card: str) -> str:
    """The patron's id in the demo system."""
    return f"p{card}"


def seed(
    path: Path, biblios: Sequence[SeedBiblio], patrons: Iterable[SeedPatron], today: date
) -> None:
    """Replace all content of the file at `path` in one transaction. Raises SeedError."""
    engine = schema.open_file(path)
    with engine.begin() as db:
        for table in reversed(schema.metadata.sorted_tables):
            db.execute(delete(table))
        _put_biblios(db, biblios)
        shelf = _Shelf(biblios)
        for patron in patrons:
            _put_patron(db, patron, shelf, today)
    engine.dispose()


class _Shelf:
    """Copies not yet lent, by title."""

    def __init__(self, biblios: Sequence[SeedBiblio]) -> None:
        self._by_title: dict[str, SeedBiblio] = {}
        for biblio in biblios:
            self._by_title.setdefault(biblio.title, biblio)
        self._free = {b.id: [i.barcode for i in b.items if not i.condition] for b in biblios}

    def biblio(self, title: str, card: str) -> SeedBiblio:
        if (found := self._by_title.get(title)) is None:
            raise SeedError(f"{card}: no work titled «{title}»")
        return found

    def take(self, title: str, card: str) -> str:
        free = self._free[self.biblio(title, card).id]
        if not free:
            raise SeedError(f"{card}: no copy of «{title}» left to lend")
        return free.pop()


def _put_biblios(db: Connection, biblios: Sequence[SeedBiblio]) -> None:
    db.execute(
        insert(schema.biblios),
        [{"id": b.id, "title": b.title, "on_site": int(b.on_site)} for b in biblios],
    )
    db.execute(
        insert(schema.items),
        [
            {
                "barcode": i.barcode,
                "biblio_id": b.id,
                "branch": i.branch,
                "shelf": i.shelf,
                "call_number": i.call_number,
                "condition": i.condition,
            }
            for b in biblios
            for i in b.items
        ],
    )


def _put_patron(db: Connection, patron: SeedPatron, shelf: _Shelf, today: date) -> None:
    patron_id = id_of(patron.card)
    db.execute(
        insert(schema.patrons).values(
            id=patron_id,
            card=patron.card,
            pin_hash=hash_pin(patron.pin),
            name=patron.name,
            branch=patron.branch,
            expires=today + timedelta(days=patron.expires_in),
            restricted=patron.restricted,
        )
    )
    for number, loan in enumerate(patron.loans, start=1):
        db.execute(
            insert(schema.loans).values(
                id=f"{patron.card}-{number}",
                patron_id=patron_id,
                barcode=shelf.take(loan.title, patron.card),
                due=today + timedelta(days=loan.due_in),
                renewals=loan.renewals,
                on_site=int(loan.on_site),
            )
        )
    for hold in patron.holds:
        db.execute(
            insert(schema.holds).values(
                patron_id=patron_id,
                biblio_id=shelf.biblio(hold.title, patron.card).id,
                branch=hold.branch,
                placed=today - timedelta(days=hold.placed_ago),
                status="ready" if hold.ready else "waiting",
                expires=today + timedelta(days=hold.expires_in) if hold.ready else None,
            )
        )
    for reason, amount, days_ago in patron.fees:
        db.execute(
            insert(schema.fees).values(
                patron_id=patron_id,
                reason=reason,
                amount=amount,
                since=today - timedelta(days=days_ago),
            )
        )
