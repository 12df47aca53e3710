"""Durable point 2: replies wait here from the transaction that closes the message.

A reply may take several payloads on its channel. Each is marked `sending` before it leaves and
recorded after; what a crash leaves `sending` is in doubt, and never sent blindly again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Row,
    String,
    bindparam,
    exists,
    func,
    insert,
    select,
    true,
    union_all,
    update,
)

from bot.store import schema
from bot.store.codec import load_reply
from connectors.messages import Reply

OPEN = ("waiting", "sending")

# Statements of every turn are made once, as in the inbox.
_TABLE = schema.outbox
_TALK = schema.conversations.c.id == bindparam("talk")
_INSERT = insert(_TABLE).values(
    channel=select(schema.conversations.c.channel).where(_TALK).scalar_subquery(),
    thread=func.coalesce(
        bindparam("asked_in", type_=String()),
        select(schema.conversations.c.thread).where(_TALK).scalar_subquery(),
    ),
)
_UPDATE = update(_TABLE).where(_TABLE.c.id == bindparam("row"))
_EARLIER = _TABLE.alias("earlier")
_BEHIND = exists().where(
    _EARLIER.c.conversation_id == _TABLE.c.conversation_id,
    _EARLIER.c.state.in_(OPEN),
    _EARLIER.c.id < _TABLE.c.id,
)
_DUE = (
    select(_TABLE, schema.messages.c.reply)
    .join(schema.messages, schema.messages.c.id == _TABLE.c.message_id)
    .where(
        _TABLE.c.state == "waiting",
        _TABLE.c.channel.in_(bindparam("channels", expanding=True)),
        _TABLE.c.not_before <= bindparam("now"),
        ~_BEHIND,
    )
    .order_by(_TABLE.c.channel, _TABLE.c.not_before, _TABLE.c.id)
    .limit(bindparam("most"))
)
"""Read along the index `outbox_due` and left at the limit, however many wait."""
_NEXT_DUE = select(func.min(_TABLE.c.not_before)).where(
    _TABLE.c.state == "waiting", _TABLE.c.channel.in_(bindparam("channels", expanding=True))
)
_RECEIPT = insert(schema.receipts)
_OURS = select(schema.receipts.c.outbox_id).where(
    schema.receipts.c.channel == bindparam("channel"),
    schema.receipts.c.receipt == bindparam("receipt"),
)


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A reply to send from payload `part` on. `effect`: it tells of a write, so it is never sent
    twice on a doubt; `doubts` counts lost answers; `paid`: it may cost money."""

    id: int
    conversation_id: str
    message_id: int
    reply: Reply
    attempts: int
    effect: bool
    part: int = 0
    doubts: int = 0
    paid: bool = False
    channel: str = ""
    thread: str | None = None
    state: str = "waiting"

    @property
    def in_doubt(self) -> bool:
        """A send's answer was lost: it may have arrived."""
        return self.state == "unknown" or (self.state == "waiting" and self.doubts > 0)


def put(
    db: Connection,
    conversation_id: str,
    message_id: int,
    *,
    effect: bool = False,
    paid: bool = False,
    thread: str | None = None,
) -> int:
    """The new row's id. `thread`: where the reader asked, empty for no part of the chat; what
    nobody asked for goes where the reader wrote last."""
    row = {
        "talk": conversation_id,
        "conversation_id": conversation_id,
        "message_id": message_id,
        "effect": int(effect),
        "paid": int(paid),
        "asked_in": thread,
    }
    made = db.execute(_INSERT, row)
    key = made.inserted_primary_key
    return int(key[0]) if key else 0


def due(db: Connection, now: float, channels: Sequence[str], limit: int = 20) -> list[OutboxRow]:
    """The first unsent reply of each conversation on `channels`, if its time has come and it is
    not on its way; of a channel, what has waited longest first."""
    asked = {"now": now, "most": limit, "channels": list(channels)}
    rows = db.execute(_DUE, asked).all()
    return [row for found in rows if (row := _read(db, found)) is not None]


def next_due(db: Connection, channels: Sequence[str]) -> float | None:
    """When the earliest waiting reply on `channels` may go."""
    found = db.execute(_NEXT_DUE, {"channels": list(channels)}).scalar_one_or_none()
    return None if found is None else float(found)


def strange(db: Connection, channels: Sequence[str]) -> list[tuple[int, str]]:
    """Row and channel of what waits for a channel besides these."""
    return [(row.id, row.channel) for row in db.execute(_strange(tuple(sorted(channels))))]


@lru_cache(maxsize=8)
def _strange(channels: tuple[str, ...]) -> CompoundSelect[tuple[int, str]]:
    """Before, between and behind the known names: the index is not read through what they hold."""
    name, edges = _TABLE.c.channel, (None, *channels, None)
    return union_all(
        *(
            select(_TABLE.c.id, name).where(
                _TABLE.c.state == "waiting",
                true() if low is None else name > low,
                true() if high is None else name < high,
            )
            for low, high in pairwise(edges)
        )
    )


def sending(db: Connection, row_id: int) -> None:
    """From here on a crash leaves a doubt."""
    _set(db, row_id, state="sending")


def part_sent(db: Connection, row: OutboxRow) -> None:
    """One payload is out; the next starts afresh."""
    _set(db, row.id, state="waiting", part=row.part + 1, attempts=0, doubts=0, not_before=0.0)


def sent(db: Connection, row_id: int, receipt: str | None) -> None:
    _set(db, row_id, state="sent", receipt=(receipt or "")[:200] or None)


def receipt(db: Connection, channel: str, receipt_id: str, row_id: int, now: float) -> None:
    """Remember the channel's own id of a message, by which its echo is known."""
    if not ours(db, channel, receipt_id):
        kept = {"channel": channel, "receipt": receipt_id[:200], "outbox_id": row_id, "at": now}
        db.execute(_RECEIPT, kept)


def ours(db: Connection, channel: str, receipt_id: str) -> bool:
    """Whether a message on the channel was sent by us."""
    told = {"channel": channel, "receipt": receipt_id[:200]}
    return db.execute(_OURS, told).first() is not None


def later(
    db: Connection, row: OutboxRow, not_before: float, reason: str, *, doubt: bool = False
) -> None:
    _set(
        db,
        row.id,
        state="waiting",
        attempts=row.attempts + 1,
        doubts=row.doubts + int(doubt),
        not_before=not_before,
        reason=reason[:200],
    )


def failed(db: Connection, row_id: int, state: str, reason: str) -> None:
    """`dead` (never to be delivered) or `unknown` (the answer was lost)."""
    _set(db, row_id, state=state, reason=reason[:200])


def stop(db: Connection, conversation_id: str, reason: str) -> int:
    """Nothing reaches this reader any more: close what waits. The number of rows."""
    table = schema.outbox
    result = db.execute(
        update(table)
        .where(table.c.conversation_id == conversation_id, table.c.state == "waiting")
        .values(state="dead", reason=reason[:200])
    )
    return result.rowcount


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a reply: `state` of its row, and the last reason told."""

    state: str
    reason: str
    attempts: int


def fates(db: Connection, conversation_id: str) -> dict[int, Fate]:
    """By message id, the replies of a conversation that have not arrived for certain."""
    table = schema.outbox
    query = select(table).where(table.c.conversation_id == conversation_id, table.c.state != "sent")
    return {r.message_id: Fate(r.state, r.reason or "", r.attempts) for r in db.execute(query)}


def again(db: Connection, conversation_id: str, message_id: int, *, paid: bool) -> bool:
    """A reply that was refused or is in doubt goes once more; False when it is neither."""
    table = schema.outbox
    done = db.execute(
        update(table)
        .where(
            table.c.conversation_id == conversation_id,
            table.c.message_id == message_id,
            table.c.state.in_(("dead", "unknown")),
        )
        .values(state="waiting", attempts=0, doubts=0, not_before=0.0, paid=int(paid), reason=None)
    )
    return done.rowcount == 1


def recent(db: Connection, conversation_id: str, since: float) -> list[OutboxRow]:
    """What was to be said to a reader since then, the latest first."""
    table, said = schema.outbox, schema.messages
    query = (
        select(table, said.c.reply)
        .join(said, said.c.id == table.c.message_id)
        .where(table.c.conversation_id == conversation_id, said.c.at >= since)
        .order_by(table.c.id.desc())
        .limit(50)
    )
    return [_row(found) for found in db.execute(query)]


def arrived(db: Connection, row: OutboxRow) -> bool:
    """Whether the part on its way was heard of: each part that arrived has left a receipt."""
    table = schema.receipts
    query = select(func.count()).where(table.c.outbox_id == row.id)
    return int(db.execute(query).scalar_one()) > row.part


def doubtful(db: Connection) -> list[OutboxRow]:
    """What a crash left on its way."""
    table = schema.outbox
    query = (
        select(table, schema.messages.c.reply)
        .join(schema.messages, schema.messages.c.id == table.c.message_id)
        .where(table.c.state == "sending")
    )
    return [_row(found) for found in db.execute(query)]


def _read(db: Connection, found: Row[Any]) -> OutboxRow | None:
    """None for a reply that cannot be read any more: it is given up, and holds up no other."""
    try:
        return _row(found)
    except (ValueError, TypeError) as error:
        failed(db, found.id, "dead", f"unreadable: {type(error).__name__}")
        return None


def _row(found: Row[Any]) -> OutboxRow:
    return OutboxRow(
        found.id,
        found.conversation_id,
        found.message_id,
        load_reply(found.reply),
        found.attempts,
        bool(found.effect),
        found.part,
        found.doubts,
        bool(found.paid),
        found.channel,
        found.thread or None,
        found.state,
    )


def _set(db: Connection, row_id: int, **values: object) -> None:
    db.execute(_UPDATE, {"row": row_id, **values})
