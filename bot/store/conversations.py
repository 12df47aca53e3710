"""Conversations: found by channel and chat, owned by the assistant, the queue or a librarian."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import Connection, bindparam, delete, insert, literal, select, update

from bot.privacy.seal import Sealer
from bot.store import schema

Owner = Literal["bot", "queue", "librarian", "closed"]

# Statements of every turn are made once, as in the inbox.
_TABLE = schema.conversations
_BY_ID = select(_TABLE).where(_TABLE.c.id == bindparam("row"))
_BY_CHAT = select(_TABLE.c.id, _TABLE.c.interacted).where(
    _TABLE.c.channel == bindparam("channel"), _TABLE.c.chat_hash == bindparam("digest")
)
_INSERT = insert(_TABLE)
_UPDATE = update(_TABLE).where(_TABLE.c.id == bindparam("row"))
_COUNTED = _UPDATE.values(since_heard=_TABLE.c.since_heard + 1)


@dataclass(frozen=True, slots=True)
class Conversation:
    """`chat_key` and `name` are opened from their seals. `interacted` is the reader's last act
    on the channel, `since_heard` how many messages went out after it, `stopped` why nothing
    reaches the reader any more."""

    id: str
    channel: str
    chat_key: str
    name: str | None
    owner: Owner
    staff_id: int | None
    interacted: float | None = None
    since_heard: int = 0
    stopped: str | None = None


def any_sealed(db: Connection) -> bytes | None:
    """Something that only the right key opens; None in an empty store."""
    return db.execute(select(_TABLE.c.chat_sealed).limit(1)).scalar_one_or_none()


class Conversations:
    """Reads and writes within the caller's transaction."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def latest(self, db: Connection, channel: str, since: float) -> str | None:
        """The conversation of a channel that was heard last, if it was since then."""
        query = (
            select(_TABLE.c.id)
            .where(_TABLE.c.channel == channel, _TABLE.c.heard > since)
            .order_by(_TABLE.c.heard.desc())
            .limit(1)
        )
        return db.execute(query).scalar_one_or_none()

    def find_or_open(
        self,
        db: Connection,
        channel: str,
        chat_key: str,
        name: str | None,
        now: float,
        *,
        interacted: float | None = None,
    ) -> str:
        """The conversation's id; a new one belongs to the assistant. The reader was heard, at
        `interacted` by the channel's own time: what had stopped goes on."""
        digest = self._sealer.digest(f"{channel}:{chat_key}")
        acted = now if interacted is None else interacted
        found = db.execute(_BY_CHAT, {"channel": channel, "digest": digest}).one_or_none()
        if found is not None:
            heard = {
                "row": found.id,
                "heard": now,
                "interacted": max(acted, found.interacted or 0.0),
                "since_heard": 0,
                "stopped": None,
            }
            db.execute(_UPDATE, heard)
            return str(found.id)
        made = secrets.token_hex(16)
        opened = {
            "id": made,
            "channel": channel,
            "chat_hash": digest,
            "chat_sealed": self._sealer.seal(chat_key),
            "name_sealed": self._sealer.seal(name) if name else None,
            "opened": now,
            "heard": now,
            "interacted": acted,
        }
        db.execute(_INSERT, opened)
        return made

    def wrote_in(self, db: Connection, conversation_id: str, thread: str | None) -> None:
        """The part of the chat into which what is not an answer goes from now on."""
        db.execute(_UPDATE, {"row": conversation_id, "thread": thread})

    def by_chat(self, db: Connection, channel: str, chat_key: str) -> Conversation | None:
        digest = self._sealer.digest(f"{channel}:{chat_key}")
        found = db.execute(_BY_CHAT, {"channel": channel, "digest": digest}).one_or_none()
        return None if found is None else self.get(db, str(found.id))

    def get(self, db: Connection, conversation_id: str) -> Conversation | None:
        row = db.execute(_BY_ID, {"row": conversation_id}).one_or_none()
        if row is None:
            return None
        return Conversation(
            row.id,
            row.channel,
            self._sealer.open(row.chat_sealed),
            self._sealer.open(row.name_sealed) if row.name_sealed else None,
            cast(Owner, row.owner),
            row.staff_id,
            row.interacted,
            row.since_heard,
            row.stopped,
        )

    def set_owner(
        self, db: Connection, conversation_id: str, owner: Owner, staff_id: int | None = None
    ) -> None:
        table = schema.conversations
        db.execute(
            update(table)
            .where(table.c.id == conversation_id)
            .values(owner=owner, staff_id=staff_id)
        )

    def move(self, db: Connection, conversation: Conversation) -> str:
        """A fresh chat key, returned: who knew the old one finds nothing under it any more."""
        made = secrets.token_hex(12)
        digest = self._sealer.digest(f"{conversation.channel}:{made}")
        moved = {
            "row": conversation.id,
            "chat_hash": digest,
            "chat_sealed": self._sealer.seal(made),
        }
        db.execute(_UPDATE, moved)
        return made

    def counted(self, db: Connection, conversation_id: str) -> None:
        """One more message went out since the reader was heard."""
        db.execute(_COUNTED, {"row": conversation_id})

    def stop(self, db: Connection, conversation_id: str, reason: str) -> None:
        """Nothing reaches the reader until the reader is heard again."""
        table = schema.conversations
        db.execute(update(table).where(table.c.id == conversation_id).values(stopped=reason[:100]))

    def erase(self, db: Connection, conversation_id: str) -> None:
        """The conversation and, by cascade, all that hangs on it. The names of its events stay,
        bare, so that the channel's late repetition of one is still known."""
        seen, events = schema.inbox, schema.channel_events
        db.execute(delete(events).where(events.c.conversation_id == conversation_id))
        db.execute(
            insert(events).from_select(
                ["channel", "event_id", "kind", "at"],
                select(seen.c.channel, seen.c.event_id, literal("erased"), seen.c.received).where(
                    seen.c.conversation_id == conversation_id
                ),
            )
        )
        table = schema.conversations
        db.execute(delete(table).where(table.c.id == conversation_id))
