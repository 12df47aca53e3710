"""Messages that were not understood, and what librarians say they meant.

A label lives and dies with its conversation; its text is the redacted one of the transcript.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from bot.store import schema
from bot.store.codec import load, load_reply

State = Literal["new", "taken", "dropped"]
UNSURE_ACTS = ("asked_meaning", "out_of_scope_told")
"""What the assistant did when it did not know what was wanted."""
SPAN_SECONDS = 60 * 86_400.0
"""Older messages are of no use: the model has changed since."""


@dataclass(frozen=True, slots=True)
class Misunderstood:
    """A reader's message, what it was taken for, and when it came."""

    message_id: int
    text: str
    taken_for: str
    at: float


@dataclass(frozen=True, slots=True)
class Label:
    """`marked` is the text with its entities as `[words](entity)`; no intent: not for training."""

    id: int
    text: str
    marked: str
    intent: str
    staff: str
    at: float


def misunderstood(db: Connection, now: float, limit: int = 50) -> list[Misunderstood]:
    """Unlabelled ones, latest first; a text asked several times stands once."""
    said, answer = schema.messages.alias(), schema.messages.alias()
    unsure = or_(*(answer.c.facts.like(f'%"{act}"%') for act in UNSURE_ACTS))
    rows = db.execute(
        select(said.c.id, said.c.reply, said.c.at, answer.c.facts)
        .join(
            answer,
            and_(
                answer.c.conversation_id == said.c.conversation_id,
                answer.c.inbox_id == said.c.inbox_id,
                answer.c.who == "bot",
                unsure,
            ),
        )
        .outerjoin(schema.labels, schema.labels.c.message_id == said.c.id)
        .where(said.c.who == "reader", said.c.at > now - SPAN_SECONDS, schema.labels.c.id.is_(None))
        .order_by(said.c.id.desc())
        .limit(4 * limit)
    )
    found: dict[str, Misunderstood] = {}
    for row in rows:
        text, facts = load_reply(row.reply).text.strip(), load(row.facts)
        if text and facts.get("degraded") is None:
            each = Misunderstood(row.id, text, str(facts.get("intent") or ""), row.at)
            found.setdefault(text.casefold(), each)
    return list(found.values())[:limit]


def put(
    db: Connection, message_id: int, *, marked: str, intent: str, staff: str, now: float
) -> bool:
    """Label a reader's message anew; False when there is no such message."""
    table = schema.messages
    row = db.execute(
        select(table.c.conversation_id, table.c.reply).where(
            table.c.id == message_id, table.c.who == "reader"
        )
    ).first()
    if row is None:
        return False
    db.execute(delete(schema.labels).where(schema.labels.c.message_id == message_id))
    db.execute(
        insert(schema.labels).values(
            conversation_id=row.conversation_id,
            message_id=message_id,
            text=load_reply(row.reply).text.strip(),
            marked=marked,
            intent=intent,
            staff=staff,
            at=now,
            state="new" if intent else "dropped",
        )
    )
    return True


def text_of(db: Connection, message_id: int) -> str | None:
    """What a reader wrote, as kept."""
    table = schema.messages
    reply = db.execute(
        select(table.c.reply).where(table.c.id == message_id, table.c.who == "reader")
    ).scalar_one_or_none()
    return None if reply is None else load_reply(reply).text.strip()


def waiting(db: Connection) -> list[Label]:
    """Labels that no review has settled, oldest first."""
    table = schema.labels
    rows = db.execute(select(table).where(table.c.state == "new").order_by(table.c.id))
    return [_label(row) for row in rows]


def settle(db: Connection, ids: Sequence[int], state: State) -> None:
    """The outcome of a review."""
    if ids:
        table = schema.labels
        db.execute(update(table).where(table.c.id.in_(ids)).values(state=state))


def _label(row: Row[tuple[object, ...]]) -> Label:
    return Label(row.id, row.text, row.marked, row.intent, row.staff, row.at)
