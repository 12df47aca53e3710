"""Where the copies of a biblio stand and which can be had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import cast

from sqlalchemy import Connection, Row, Select, func, select

from library.demo.schema import biblios, holds, items, loans
from library.model import Availability, Item, ItemStatus

OUT_OF_USE = ("in_repair", "lost")


def availability(db: Connection, biblio_ids: Sequence[str]) -> dict[str, Availability]:
    """Keyed by biblio id; an unknown id is absent."""
    wanted = list(dict.fromkeys(biblio_ids))
    known = db.execute(select(biblios.c.id).where(biblios.c.id.in_(wanted))).scalars().all()
    copies: dict[str, list[Item]] = defaultdict(list)
    waiting = _holds(db, wanted, ("waiting",))
    on_shelf = _holds(db, wanted, ("ready",))
    for row in db.execute(_copies(wanted)):
        status = _status(row)
        if status == "available" and on_shelf.get(row.biblio_id, 0) > 0:
            on_shelf[row.biblio_id] -= 1
            status = "on_hold_shelf"
        copies[row.biblio_id].append(
            Item(
                barcode=row.barcode,
                biblio_id=row.biblio_id,
                branch=row.branch,
                shelf=row.shelf,
                call_number=row.call_number,
                status=status,
                due=row.due,
            )
        )
    return {b: Availability(b, tuple(copies[b]), waiting.get(b, 0)) for b in known}


def _copies(biblio_ids: list[str]) -> Select[tuple[object, ...]]:
    return (
        select(items, biblios.c.on_site, loans.c.due)
        .join(biblios, biblios.c.id == items.c.biblio_id)
        .outerjoin(loans, loans.c.barcode == items.c.barcode)
        .where(items.c.biblio_id.in_(biblio_ids))
        .order_by(items.c.barcode)
    )


def _holds(db: Connection, biblio_ids: list[str], states: tuple[str, ...]) -> dict[str, int]:
    query = (
        select(holds.c.biblio_id, func.count())
        .where(holds.c.biblio_id.in_(biblio_ids), holds.c.status.in_(states))
        .group_by(holds.c.biblio_id)
    )
    return {row[0]: row[1] for row in db.execute(query)}


def _status(row: Row[tuple[object, ...]]) -> ItemStatus:
    if row.condition in OUT_OF_USE:
        return cast(ItemStatus, row.condition)
    if row.due is not None:
        return "on_loan"
    return "on_site" if row.on_site else "available"
