"""Durable point 2: replies wait here from the transaction that closes the message."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select, update

from bot.store import schema
from bot.store.codec import load_reply
from connectors.messages import Reply


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A reply to send. `effect`: it tells of a write, so it is never sent twice on a doubt."""

    id: int
    conversation_id: str
    message_id: int
    reply: Reply
    attempts: int
    effect: bool


def put(db: Connection, conversation_id: str, message_id: int, *, effect: bool = False) -> None:
    db.execute(
        insert(schema.outbox).values(
            conversation_id=conversation_id, message_id=message_id, effect=int(effect)
        )
    )


def due(db: Connection, now: float, limit: int = 20) -> list[OutboxRow]:
    """The first waiting reply of each conversation, if its time has come."""
    first = (
        select(func.min(schema.outbox.c.id))
        .where(schema.outbox.c.state == "waiting")
        .group_by(schema.outbox.c.conversation_id)
    )
    query = (
        select(schema.outbox, schema.messages.c.reply)
        .join(schema.messages, schema.messages.c.id == schema.outbox.c.message_id)
        .where(schema.outbox.c.id.in_(first), schema.outbox.c.not_before <= now)
        .order_by(schema.outbox.c.id)
        .limit(limit)
    )
    return [
        OutboxRow(
            r.id, r.conversation_id, r.message_id, load_reply(r.reply), r.attempts, bool(r.effect)
        )
        for r in db.execute(query)
    ]


def next_due(db: Connection) -> float | None:
    """When the earliest waiting reply may go."""
    query = select(func.min(schema.outbox.c.not_before)).where(schema.outbox.c.state == "waiting")
    found = db.execute(query).scalar_one_or_none()
    return None if found is None else float(found)


def sent(db: Connection, row_id: int, receipt: str | None) -> None:
    _set(db, row_id, state="sent", receipt=(receipt or "")[:200] or None)


def later(db: Connection, row: OutboxRow, not_before: float, reason: str) -> None:
    _set(db, row.id, attempts=row.attempts + 1, not_before=not_before, reason=reason[:200])


def failed(db: Connection, row_id: int, state: str, reason: str) -> None:
    """`dead` (never to be delivered) or `unknown` (the answer was lost)."""
    _set(db, row_id, state=state, reason=reason[:200])


def _set(db: Connection, row_id: int, **values: object) -> None:
    db.execute(update(schema.outbox).where(schema.outbox.c.id == row_id).values(**values))
