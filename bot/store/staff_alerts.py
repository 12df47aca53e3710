"""Tickets the staff should be told of, and what they were told already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, select

from bot.store import schema

Kind = Literal["waiting", "window_near", "window_last"]
_TICKETS, _TALKS, _TOLD = schema.handoffs, schema.conversations, schema.staff_alerts


def untaken(db: Connection, before: float) -> list[int]:
    """Tickets that nobody took since `before`, of which the staff was not told."""
    late = and_(_TICKETS.c.state == "waiting", _TICKETS.c.claimed.is_(None))
    return _untold(db, "waiting", and_(late, _TICKETS.c.opened <= before))


def silent(db: Connection, kind: Kind, channels: Sequence[str], before: float) -> list[int]:
    """Open tickets of these channels whose reader last acted by `before`."""
    quiet = and_(_TALKS.c.channel.in_(channels), _TALKS.c.interacted <= before)
    return _untold(db, kind, and_(_TICKETS.c.state != "closed", quiet))


def told(db: Connection, kind: Kind, tickets: Sequence[int], now: float) -> None:
    for ticket in tickets:
        db.execute(insert(_TOLD).values(handoff_id=ticket, kind=kind, at=now))


def _untold(db: Connection, kind: Kind, wanted: ColumnElement[bool]) -> list[int]:
    before = exists().where(_TOLD.c.handoff_id == _TICKETS.c.id, _TOLD.c.kind == kind)
    query = (
        select(_TICKETS.c.id)
        .join(_TALKS, _TALKS.c.id == _TICKETS.c.conversation_id)
        .where(wanted, ~before)
        .order_by(_TICKETS.c.id)
    )
    return [int(ticket) for ticket in db.execute(query).scalars()]
