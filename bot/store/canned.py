"""Replies that are written once and used often: of one librarian, or shared by all."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, or_, select

from bot.store import schema

MOST_OWN = 200
_TABLE = schema.canned


@dataclass(frozen=True, slots=True)
class Canned:
    """`text` may hold places in braces; `shared`: everybody's."""

    id: int
    title: str
    text: str
    shared: bool


def usable(db: Connection, staff_id: int) -> list[Canned]:
    """One's own first, each group by title."""
    query = (
        select(_TABLE)
        .where(or_(_TABLE.c.staff_id == staff_id, _TABLE.c.staff_id.is_(None)))
        .order_by(_TABLE.c.staff_id.is_(None), _TABLE.c.title)
    )
    return [Canned(r.id, r.title, r.text, r.staff_id is None) for r in db.execute(query)]


def add(db: Connection, staff_id: int | None, title: str, text: str, now: float) -> bool:
    """Without a `staff_id` all share it. False where there are enough."""
    own = _TABLE.c.staff_id.is_(None) if staff_id is None else _TABLE.c.staff_id == staff_id
    if len(db.execute(select(_TABLE.c.id).where(own)).all()) >= MOST_OWN:
        return False
    row = {"staff_id": staff_id, "title": title, "text": text, "at": now}
    db.execute(insert(_TABLE).values(**row))
    return True


def remove(db: Connection, canned_id: int, staff_id: int, *, shared_too: bool) -> bool:
    """One's own, or a shared one where that is allowed; False where it is neither."""
    own = _TABLE.c.staff_id == staff_id
    whose = or_(own, _TABLE.c.staff_id.is_(None)) if shared_too else own
    return db.execute(delete(_TABLE).where(_TABLE.c.id == canned_id, whose)).rowcount > 0
