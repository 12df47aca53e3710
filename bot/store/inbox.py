"""Durable point 1: a message is stored before it is acknowledged, once, in order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.privacy.redact import redact
from bot.store import schema
from bot.store.codec import dump, load
from bot.store.conversations import Conversations
from connectors.messages import Inbound

LEASE_SECONDS = 60.0
"""A worker that died gives its message back after this; a turn takes three at most."""
MAX_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A claimed message. `pin` tells that a PIN was typed and taken out."""

    id: int
    conversation_id: str
    channel: str
    text: str
    payload: str | None
    attachments: int
    pin: bool
    attempts: int
    received: float


def accept(db: Connection, conversations: Conversations, inbound: Inbound, now: float) -> bool:
    """Store the message; False when its event was stored before."""
    known = select(schema.inbox.c.id).where(
        schema.inbox.c.channel == inbound.channel, schema.inbox.c.event_id == inbound.event_id
    )
    if db.execute(known).first() is not None:
        return False
    conversation_id = conversations.find_or_open(
        db, inbound.channel, inbound.chat_key, inbound.sender_name, now
    )
    clean = redact(inbound.text)
    body = {
        "text": clean.text,
        "payload": inbound.payload,
        "attachments": len(inbound.attachments),
        "pin": clean.pin,
    }
    db.execute(
        insert(schema.inbox).values(
            channel=inbound.channel,
            event_id=inbound.event_id,
            conversation_id=conversation_id,
            body=dump(body),
            received=now,
        )
    )
    return True


def claim(db: Connection, now: float) -> InboxRow | None:
    """The oldest waiting message of a conversation that nobody is working on."""
    busy = select(schema.inbox.c.conversation_id).where(schema.inbox.c.state == "running")
    oldest = (
        select(func.min(schema.inbox.c.id))
        .where(schema.inbox.c.state == "waiting", schema.inbox.c.conversation_id.not_in(busy))
        .group_by(schema.inbox.c.conversation_id)
    )
    query = select(schema.inbox).where(schema.inbox.c.id.in_(oldest)).order_by(schema.inbox.c.id)
    query = query.limit(1)
    if db.dialect.name == "postgresql":
        query = query.with_for_update(skip_locked=True)
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    try:
        db.execute(
            update(schema.inbox)
            .where(schema.inbox.c.id == row.id)
            .values(state="running", attempts=row.attempts + 1, lease=now + LEASE_SECONDS)
        )
    except IntegrityError:
        return None
    body = load(row.body)
    return InboxRow(
        row.id,
        row.conversation_id,
        row.channel,
        body["text"],
        body["payload"],
        body["attachments"],
        body["pin"],
        row.attempts + 1,
        row.received,
    )


def close(db: Connection, inbox_id: int, state: str = "done") -> None:
    db.execute(
        update(schema.inbox).where(schema.inbox.c.id == inbox_id).values(state=state, lease=None)
    )


def reclaim(db: Connection, now: float, *, everything: bool = False) -> int:
    """Give back messages whose worker died; at a start, all that were running."""
    gone = schema.inbox.c.state == "running"
    if not everything:
        expired = or_(schema.inbox.c.lease.is_(None), schema.inbox.c.lease < now)
        gone = gone & expired
    result = db.execute(update(schema.inbox).where(gone).values(state="waiting", lease=None))
    return result.rowcount
