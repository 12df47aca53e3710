"""The transcript: what was said by whom, with what the assistant understood and did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import Connection, bindparam, insert, select

from bot.store import schema
from bot.store.codec import dump, dump_reply, load, load_reply
from connectors.filename import tidy
from connectors.messages import Attachment, Reply

Who = Literal["reader", "bot", "librarian", "system"]

# Statements of every turn are made once, as in the inbox.
_TABLE = schema.messages
_INSERT = insert(_TABLE)
_ANSWERS = (
    select(_TABLE)
    .where(
        _TABLE.c.conversation_id == bindparam("conversation"),
        _TABLE.c.inbox_id == bindparam("inbox"),
        _TABLE.c.who != "reader",
    )
    .order_by(_TABLE.c.id)
)

_LAST = (
    select(_TABLE.c.inbox_id)
    .where(
        _TABLE.c.conversation_id == bindparam("conversation"),
        _TABLE.c.who == "bot",
        _TABLE.c.inbox_id.is_not(None),
    )
    .order_by(_TABLE.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Message:
    """One bubble of the transcript. `delivery` is the state of its sending, if it is sent."""

    id: int
    conversation_id: str
    who: Who
    reply: Reply
    facts: dict[str, Any]
    at: float
    delivery: str | None = None

    @property
    def files(self) -> tuple[Attachment, ...]:
        """What a reader sent besides words."""
        return tuple(Attachment(**file) for file in self.facts.get("files", ()))


def add(
    db: Connection,
    conversation_id: str,
    who: Who,
    reply: Reply,
    now: float,
    *,
    facts: dict[str, Any] | None = None,
    inbox_id: int | None = None,
) -> int:
    """The new message's id."""
    row = {
        "conversation_id": conversation_id,
        "inbox_id": inbox_id,
        "who": who,
        "reply": dump_reply(reply),
        "facts": dump(facts or {}),
        "at": now,
    }
    made = db.execute(_INSERT, row)
    key = made.inserted_primary_key
    return int(key[0]) if key else 0


def sent(file: Attachment) -> dict[str, Any]:
    """A reader's file as the transcript keeps it: what it was and the key to it, but not the
    platform's address of it, which may open it to anybody."""
    return {"kind": file.kind, "name": tidy(file.name or "") or None, "key": file.key}


def of(db: Connection, conversation_id: str, after: int = 0, limit: int = 200) -> list[Message]:
    """Messages after the given id, oldest first; the latest ones when there are too many."""
    table, sent = schema.messages, schema.outbox
    query = (
        select(table, sent.c.state)
        .outerjoin(sent, sent.c.message_id == table.c.id)
        .where(table.c.conversation_id == conversation_id, table.c.id > after)
        .order_by(table.c.id.desc())
        .limit(limit)
    )
    return [
        Message(
            row.id,
            row.conversation_id,
            cast(Who, row.who),
            load_reply(row.reply),
            load(row.facts),
            row.at,
            row.state,
        )
        for row in reversed(db.execute(query).all())
    ]


def answers(db: Connection, conversation_id: str, inbox_id: int) -> list[Message]:
    """What was answered to one message of a conversation."""
    return [
        Message(r.id, r.conversation_id, cast(Who, r.who), load_reply(r.reply), load(r.facts), r.at)
        for r in db.execute(_ANSWERS, {"conversation": conversation_id, "inbox": inbox_id})
    ]


def last_answer(db: Connection, conversation_id: str) -> list[Message]:
    """What the assistant said to the last message that it answered; the rest of a conversation
    may have come after it."""
    last = db.execute(_LAST, {"conversation": conversation_id}).scalar_one_or_none()
    return [] if last is None else answers(db, conversation_id, int(last))


def events_after(db: Connection, conversation_id: str, after: int) -> dict[int, str]:
    """The channel's own name of each of the reader's messages beyond `after`, by message id."""
    inbox = schema.inbox
    rows = db.execute(
        select(_TABLE.c.id, inbox.c.event_id)
        .join(inbox, inbox.c.id == _TABLE.c.inbox_id)
        .where(
            _TABLE.c.conversation_id == conversation_id,
            _TABLE.c.id > after,
            _TABLE.c.who == "reader",
        )
    )
    return {row.id: str(row.event_id) for row in rows}
