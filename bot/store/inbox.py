"""Durable point 1: a message is stored before it is acknowledged, once, in order."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError

from bot.privacy import payload
from bot.privacy.redact import redact
from bot.store import parts, schema
from bot.store.asked import asked
from bot.store.codec import dump, load
from bot.store.conversations import Conversations
from connectors.messages import Attachment, Inbound

LEASE_SECONDS = 60.0
"""A worker that died gives its message back after this; a turn takes three at most."""
MAX_ATTEMPTS = 5
OLDEST_SECONDS = 7 * 86_400.0
logger = logging.getLogger(__name__)

# Statements of every turn are made once: making one costs more than SQLite takes to run it.
_TABLE = schema.inbox
_INSERT = insert(_TABLE)
_UPDATE = update(_TABLE).where(_TABLE.c.id == bindparam("row"))
_SAME_EVENT = union_all(
    *(
        select(table.c.id).where(
            table.c.channel == bindparam("channel"), table.c.event_id == bindparam("event_id")
        )
        for table in (schema.inbox, schema.channel_events)
    )
)
_BUSY = select(_TABLE.c.conversation_id).where(_TABLE.c.state == "running")
_FREE = (
    select(_TABLE)
    .where(
        _TABLE.c.state == "waiting",
        _TABLE.c.conversation_id.not_in(_BUSY),
        _TABLE.c.ready <= bindparam("now"),
    )
    .order_by(_TABLE.c.id)
    .limit(1)
)
"""The first of those whose conversation is free is also its conversation's first: found by the
index at once, however many wait."""
_FIRST = (
    select(func.min(_TABLE.c.id))
    .where(_TABLE.c.state == "waiting")
    .group_by(_TABLE.c.conversation_id)
)
_FREE_SHARED = _FREE.where(_TABLE.c.id.in_(_FIRST)).with_for_update(skip_locked=True)
"""Where others claim too, a first message that is skipped as locked must not let in a second."""
_HELD = select(_TABLE.c.id).where(
    _TABLE.c.id == bindparam("row"),
    _TABLE.c.state == "running",
    _TABLE.c.attempts == bindparam("attempts"),
)


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A claimed message. `hidden` tells what was typed and taken out (kinds of
    `bot.privacy.redact`); `attachments` counts `files`; `parts` are the words of each event it is
    made of, by the channel's `ref`."""

    id: int
    conversation_id: str
    channel: str
    text: str
    payload: str | None
    attachments: int
    hidden: tuple[str, ...]
    attempts: int
    received: float
    files: tuple[Attachment, ...] = ()
    parts: tuple[dict[str, str], ...] = ()
    thread: str | None = None


def accept(db: Connection, conversations: Conversations, inbound: Inbound, now: float) -> bool:
    """Store the message; False when its event was stored before."""
    if _known(db, inbound):
        return False
    conversation_id = conversations.find_or_open(
        db,
        inbound.channel,
        inbound.chat_key,
        inbound.sender_name,
        now,
        interacted=_acted(inbound, now),
    )
    body = _kept(db, conversation_id, inbound)
    if inbound.ref is not None:
        body |= {
            "parts": [{"ref": inbound.ref, "text": body["text"]}],
            "thread": inbound.thread,
            "act": inbound.act,
            "unfinished": inbound.unfinished,
        }
        conversations.wrote_in(db, conversation_id, inbound.thread)
        if parts.gathered(db, conversation_id, inbound, body, now):
            return True
    row = {
        "channel": inbound.channel,
        "event_id": inbound.event_id,
        "conversation_id": conversation_id,
        "body": dump(body),
        "received": now,
        "ready": parts.until(inbound, now),
    }
    try:
        with _apart(db):
            db.execute(_INSERT, row)
    except IntegrityError:
        return False
    return True


def _kept(db: Connection, conversation_id: str, inbound: Inbound) -> dict[str, Any]:
    """The message without its secrets."""
    text = redact(inbound.text, asked(db, conversation_id))
    pressed = None if inbound.payload is None else payload.clean(inbound.payload)
    files = [
        asdict(replace(file, name=file.name and redact(file.name).text))
        for file in inbound.attachments
    ]
    kinds = text.kinds | (pressed[1] if pressed else frozenset())
    return {
        "text": text.text,
        "payload": pressed and pressed[0],
        "files": files,
        "hidden": sorted(kinds),
    }


def _known(db: Connection, inbound: Inbound) -> bool:
    """Stored before, or stored and erased since."""
    event = {"channel": inbound.channel, "event_id": inbound.event_id}
    return db.execute(_SAME_EVENT, event).first() is not None


def _acted(inbound: Inbound, now: float) -> float:
    """When the reader wrote, by the channel's time where it is believable: a late delivery
    opens no new window."""
    at = inbound.received_at.timestamp()
    return at if now - OLDEST_SECONDS < at <= now else now


def claim(db: Connection, now: float) -> InboxRow | None:
    """The oldest waiting message of a conversation that nobody is working on. One that cannot be
    read is buried: it must not stand before the others for ever."""
    free = _FREE_SHARED if _shared(db) else _FREE
    while (row := db.execute(free, {"now": now}).one_or_none()) is not None:
        try:
            return _claimed(db, row, now)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            bury(db, row.id, error)
    return None


def bury(db: Connection, inbox_id: int, error: Exception) -> None:
    """Give a message up as dead: it cannot be read, now or later."""
    logger.error("inbox row %s is dead: %s", inbox_id, type(error).__name__)
    close(db, inbox_id, "dead")


def dead(db: Connection) -> int:
    """How many messages could not be read."""
    query = select(func.count()).where(_TABLE.c.state == "dead")
    return int(db.execute(query).scalar_one())


def _claimed(db: Connection, row: Row[Any], now: float) -> InboxRow | None:
    claimed = {
        "row": row.id,
        "state": "running",
        "attempts": row.attempts + 1,
        "lease": now + LEASE_SECONDS,
    }
    try:
        with _apart(db):
            db.execute(_UPDATE, claimed)
    except IntegrityError:
        return None
    body = load(row.body)
    files = tuple(Attachment(**file) for file in body.get("files", ()))
    return InboxRow(
        row.id,
        row.conversation_id,
        row.channel,
        body["text"],
        body["payload"],
        len(files),
        tuple(body.get("hidden", ())),
        row.attempts + 1,
        row.received,
        files,
        tuple(body.get("parts", ())),
        body.get("thread"),
    )


def _apart(db: Connection) -> AbstractContextManager[object]:
    """For a statement that may fail: SQLite undoes it alone, PostgreSQL all up to a savepoint."""
    return db.begin_nested() if _shared(db) else nullcontext()


def _shared(db: Connection) -> bool:
    """Whether other processes may claim at the same time."""
    return db.dialect.name == "postgresql"


def holds(db: Connection, row: InboxRow) -> bool:
    """Whether this claim still stands: a worker that was slower than its lease has lost the
    message to another, and must not answer it too."""
    return db.execute(_HELD, {"row": row.id, "attempts": row.attempts}).first() is not None


def event_of(db: Connection, inbox_id: int) -> str:
    """The channel's own name of the message."""
    return str(db.execute(select(_TABLE.c.event_id).where(_TABLE.c.id == inbox_id)).scalar_one())


def of_event(db: Connection, channel: str, event_id: str) -> int:
    """The id of a message that was accepted."""
    query = select(_TABLE.c.id).where(_TABLE.c.channel == channel, _TABLE.c.event_id == event_id)
    return int(db.execute(query).scalar_one())


def state(db: Connection, inbox_id: int) -> str | None:
    """None for a message that was erased."""
    return db.execute(select(_TABLE.c.state).where(_TABLE.c.id == inbox_id)).scalar_one_or_none()


def purge(db: Connection, before: float) -> int:
    """Forget messages received before then and answered."""
    gone = delete(_TABLE).where(_TABLE.c.received < before, _TABLE.c.state == "done")
    return db.execute(gone).rowcount


def close(db: Connection, inbox_id: int, state: str = "done") -> None:
    db.execute(_UPDATE, {"row": inbox_id, "state": state, "lease": None})


def reclaim(db: Connection, now: float, *, everything: bool = False) -> int:
    """Give back messages whose worker died; at a start, all that were running."""
    gone = schema.inbox.c.state == "running"
    if not everything:
        expired = or_(schema.inbox.c.lease.is_(None), schema.inbox.c.lease < now)
        gone = gone & expired
    result = db.execute(update(schema.inbox).where(gone).values(state="waiting", lease=None))
    return result.rowcount
