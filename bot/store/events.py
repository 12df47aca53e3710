"""Channel events besides messages, and what a channel sent that is none of ours: kept once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.store import schema

MAX_KEPT = 65_536
"""Bytes of a body nobody could read; enough to see what it was."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The library spoke in the platform's own app, or so it seems until its echo is known."""

    id: int
    channel: str
    conversation_id: str
    body_sealed: bytes
    at: float
    kind: str = "staff"


def keep(
    db: Connection,
    *,
    channel: str,
    event_id: str,
    kind: str,
    now: float,
    conversation_id: str | None = None,
    body_sealed: bytes | None = None,
    state: str = "done",
) -> bool:
    """False when it was kept before."""
    table = schema.channel_events
    same = select(table.c.id).where(table.c.channel == channel, table.c.event_id == event_id[:200])
    if db.execute(same).first() is not None:
        return False
    db.execute(
        insert(table).values(
            channel=channel,
            event_id=event_id[:200],
            kind=kind,
            state=state,
            conversation_id=conversation_id,
            body_sealed=body_sealed,
            at=now,
        )
    )
    return True


def waiting(db: Connection, before: float) -> list[Waiting]:
    """What the library said, older than `before`, the oldest first."""
    table = schema.channel_events
    query = (
        select(table)
        .where(table.c.state == "waiting", table.c.at <= before)
        .order_by(table.c.id)
        .limit(100)
    )
    return [
        Waiting(r.id, r.channel, r.conversation_id, r.body_sealed, r.at, r.kind)
        for r in db.execute(query)
    ]


def settle(db: Connection, event_row: int) -> None:
    table = schema.channel_events
    values = {"state": "done", "body_sealed": None}
    db.execute(update(table).where(table.c.id == event_row).values(**values))


def bury(db: Connection, event_row: int) -> None:
    """An event whose body cannot be read any more is counted among the unreadable ones."""
    table = schema.channel_events
    values = {"state": "done", "kind": "poison"}
    db.execute(update(table).where(table.c.id == event_row).values(**values))


def purge(db: Connection, before: float) -> None:
    """Forget what is older than any platform repeats."""
    table = schema.channel_events
    db.execute(delete(table).where(table.c.at < before, table.c.state == "done"))
    receipts = schema.receipts
    db.execute(delete(receipts).where(receipts.c.at < before))


def poison(db: Connection) -> int:
    """How many bodies could not be read."""
    table = schema.channel_events
    query = select(func.count()).where(table.c.kind == "poison")
    return int(db.execute(query).scalar_one())


def last_staff(db: Connection, conversation_id: str) -> float:
    """When the library last spoke there in the platform's own app; 0 for never."""
    table = schema.channel_events
    query = select(func.max(table.c.at)).where(
        table.c.conversation_id == conversation_id, table.c.kind == "staff"
    )
    return float(db.execute(query).scalar() or 0.0)
