"""What a span of time is reported from: a row for each ticket, and for each question asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.store import schema
from bot.store.codec import load, load_reply

_TICKETS, _TALKS, _SAID = schema.handoffs, schema.conversations, schema.messages
MOST_WISHES = 500


@dataclass(frozen=True, slots=True)
class TicketRow:
    """Times in seconds since the epoch; `staff` is a name."""

    id: int
    channel: str
    reason: str
    opened: float
    claimed: float | None
    answered: float | None
    closed: float | None
    outcome: str
    read_level: int | None
    subject: str
    staff: str


@dataclass(frozen=True, slots=True)
class Question:
    """A reader's message and what the assistant did with it; no acts where a person answered."""

    channel: str
    conversation_id: str
    at: float
    text: str
    acts: tuple[str, ...]


def tickets(db: Connection, first: float, end: float) -> list[TicketRow]:
    """Opened in [first, end), the earliest first."""
    query = (
        select(_TICKETS, _TALKS.c.channel, schema.staff.c.name)
        .join(_TALKS, _TALKS.c.id == _TICKETS.c.conversation_id)
        .outerjoin(schema.staff, schema.staff.c.id == _TICKETS.c.staff_id)
        .where(_TICKETS.c.opened >= first, _TICKETS.c.opened < end)
        .order_by(_TICKETS.c.opened)
    )
    return [
        TicketRow(
            r.id, r.channel, r.reason, r.opened, r.claimed, r.answered, r.closed, r.outcome or "",
            r.read_level, r.subject or "", r.name or "",
        )
        for r in db.execute(query)
    ]  # fmt: skip


def questions(db: Connection, first: float, end: float) -> list[Question]:
    """Asked in [first, end), the earliest first."""
    inside = (_SAID.c.at >= first, _SAID.c.at < end)
    answers = (
        select(_SAID.c.inbox_id, _SAID.c.facts)
        .where(*inside, _SAID.c.who != "reader", _SAID.c.inbox_id.is_not(None))
        .order_by(_SAID.c.id.desc())
    )
    facts: Mapping[int, str] = {row.inbox_id: row.facts for row in db.execute(answers)}
    asked = (
        select(_SAID, _TALKS.c.channel)
        .join(_TALKS, _TALKS.c.id == _SAID.c.conversation_id)
        .where(*inside, _SAID.c.who == "reader")
        .order_by(_SAID.c.id)
    )
    return [
        Question(
            r.channel, r.conversation_id, r.at, load_reply(r.reply).text,
            _acts(facts.get(r.inbox_id)),
        )
        for r in db.execute(asked)
    ]  # fmt: skip


def wishes(db: Connection, first: float, end: float) -> list[str]:
    """What readers wished the library would buy, the latest first."""
    table = schema.notes
    query = (
        select(table.c.text)
        .where(table.c.kind == "purchase", table.c.at >= first, table.c.at < end)
        .order_by(table.c.id.desc())
        .limit(MOST_WISHES)
    )
    return [str(text) for text in db.execute(query).scalars()]


def _acts(facts: str | None) -> tuple[str, ...]:
    return tuple(load(facts).get("acts") or ()) if facts else ()
