"""Conversations handed to the librarians: waiting, claimed, closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Connection, and_, insert, literal_column, select, update

from bot.store import schema
from bot.store.codec import dump, load
from bot.store.steps import Step, read

State = Literal["waiting", "claimed", "closed"]
Reason = Literal["asked", "two_failures", "complaint", "not_in_texts", "unconfirmed_write", "hard"]
SHOWN_CLOSED = 10


_IN_APP = select(schema.conversations.c.id).where(
    schema.conversations.c.owner == "librarian",
    schema.conversations.c.staff_id.is_(None),
    schema.conversations.c.id.in_(
        select(schema.handoffs.c.conversation_id).where(
            schema.handoffs.c.state != literal_column("'closed'"),
            schema.handoffs.c.staff_id.is_(None),
        )
    ),
)
"""From the open handoffs, which have an index: looked for every second, among conversations
without end."""


@dataclass(frozen=True, slots=True)
class HandoffRequest:
    """The reader goes to a librarian. `summary` is one line for the queue."""

    reason: Reason
    summary: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """A ticket. `staff` is the username of who holds it."""

    id: int
    conversation_id: str
    reason: str
    summary: str
    trail: tuple[Step, ...]
    opened: float
    state: State
    staff_id: int | None
    staff: str | None


def ask(
    db: Connection,
    conversation_id: str,
    request: HandoffRequest,
    trail: tuple[Step, ...],
    now: float,
) -> None:
    """Open a ticket, unless one is open already."""
    if current(db, conversation_id) is None:
        db.execute(
            insert(schema.handoffs).values(
                conversation_id=conversation_id,
                reason=request.reason,
                summary=request.summary,
                trail=dump([step.stored() for step in trail]),
                opened=now,
            )
        )


def current(db: Connection, conversation_id: str) -> Handoff | None:
    """The open ticket of a conversation."""
    found = _read(
        db,
        and_(
            schema.handoffs.c.conversation_id == conversation_id,
            schema.handoffs.c.state != "closed",
        ),
        1,
    )
    return found[0] if found else None


def listed(db: Connection) -> list[Handoff]:
    """Open tickets, the longest waiting first, then the latest closed."""
    open_ones = _read(db, schema.handoffs.c.state != "closed", 500)
    closed = _read(db, schema.handoffs.c.state == "closed", SHOWN_CLOSED, newest=True)
    return [*open_ones, *closed]


def claim(db: Connection, handoff_id: int, staff_id: int, now: float) -> bool:
    """One wins: False when it is no longer waiting."""
    table = schema.handoffs
    result = db.execute(
        update(table)
        .where(table.c.id == handoff_id, table.c.state == "waiting")
        .values(state="claimed", staff_id=staff_id, claimed=now)
    )
    return result.rowcount == 1


def claim_in_app(db: Connection, handoff_id: int, now: float) -> None:
    """A person without a desk account holds it: they answer in the channel's own app."""
    table = schema.handoffs
    db.execute(update(table).where(table.c.id == handoff_id).values(state="claimed", claimed=now))


def held_in_app(db: Connection) -> list[str]:
    """Conversations held by a person without a desk account."""
    return [str(found) for found in db.execute(_IN_APP).scalars()]


def release(db: Connection, handoff_id: int) -> None:
    table = schema.handoffs
    db.execute(update(table).where(table.c.id == handoff_id).values(state="waiting", staff_id=None))


def close(
    db: Connection, handoff_id: int, now: float, outcome: str, read_level: int | None = None
) -> None:
    table = schema.handoffs
    db.execute(
        update(table)
        .where(table.c.id == handoff_id)
        .values(state="closed", closed=now, outcome=outcome, read_level=read_level)
    )


def _read(db: Connection, wanted: object, limit: int, *, newest: bool = False) -> list[Handoff]:
    table, staff = schema.handoffs, schema.staff
    order = table.c.closed.desc() if newest else table.c.opened
    query = (
        select(table, staff.c.name)
        .outerjoin(staff, staff.c.id == table.c.staff_id)
        .where(wanted)  # type: ignore[arg-type]
        .order_by(order)
        .limit(limit)
    )
    return [
        Handoff(
            r.id,
            r.conversation_id,
            r.reason,
            r.summary,
            read(load(r.trail)),
            r.opened,
            cast(State, r.state),
            r.staff_id,
            r.name,
        )
        for r in db.execute(query)
    ]
