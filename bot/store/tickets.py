"""Tickets as the desk lists and searches them: one row each, with what was said last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, exists, func, select

from bot.privacy.seal import Sealer
from bot.store import schema
from bot.store.codec import load_reply

MOST_OPEN, MOST_CLOSED = 2000, 200
MOST_SEARCHED = 8000
"""Messages looked through, the latest: years of a small desk, months of a busy one."""

_TICKETS, _TALKS, _SAID = schema.handoffs, schema.conversations, schema.messages


def _latest(*who: str) -> Any:
    """The id of what one of these said last in the ticket's conversation."""
    said = _SAID.alias()
    return (
        select(func.max(said.c.id))
        .where(said.c.conversation_id == _TICKETS.c.conversation_id, said.c.who.in_(who))
        .correlate(_TICKETS)
        .scalar_subquery()
    )


_ASKED, _LAST = _SAID.alias("asked"), _SAID.alias("last")
_UNSENT = exists().where(
    schema.outbox.c.conversation_id == _TICKETS.c.conversation_id,
    schema.outbox.c.state.in_(("dead", "unknown")),
    schema.outbox.c.message_id == _SAID.c.id,
    _SAID.c.who == "librarian",
    _SAID.c.at >= _TICKETS.c.opened,
)
_ROWS = (
    select(
        _TICKETS.c.id, _TICKETS.c.conversation_id, _TICKETS.c.reason, _TICKETS.c.summary,
        _TICKETS.c.opened, _TICKETS.c.state, _TICKETS.c.staff_id, _TICKETS.c.closed,
        _TICKETS.c.outcome, _TICKETS.c.read_level, _TICKETS.c.subject, _TICKETS.c.draft,
        schema.staff.c.name.label("staff"), _TALKS.c.channel, _TALKS.c.name_sealed, _TALKS.c.heard,
        _ASKED.c.reply.label("asked"), _LAST.c.who.label("last_who"), _LAST.c.at.label("last_at"),
        _UNSENT.label("unsent"),
    )
    .join(_TALKS, _TALKS.c.id == _TICKETS.c.conversation_id)
    .outerjoin(schema.staff, schema.staff.c.id == _TICKETS.c.staff_id)
    .outerjoin(_ASKED, _ASKED.c.id == _latest("reader"))
    .outerjoin(_LAST, _LAST.c.id == _latest("reader", "librarian"))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ticket:
    """`asked` is the reader's last words, `last_who` who of reader and librarian spoke last;
    `unsent`: a librarian's reply did not arrive. Times in seconds since the epoch."""

    id: int
    conversation_id: str
    reason: str
    summary: str
    opened: float
    state: str
    staff_id: int | None
    staff: str
    channel: str
    reader: str
    asked: str
    last_who: str
    last_at: float
    heard: float
    unsent: bool
    drafted: bool
    closed: float | None
    outcome: str
    read_level: int | None
    subject: str

    @property
    def answered(self) -> bool:
        """A librarian spoke last: the reader is waited for."""
        return self.state == "claimed" and self.last_who == "librarian"

    @property
    def wrote_again(self) -> bool:
        """The reader wrote after it was closed."""
        return self.closed is not None and self.heard > self.closed


def listed(db: Connection, sealer: Sealer) -> list[Ticket]:
    """Open tickets, the longest waiting first, then the latest closed."""
    opened = _ROWS.where(_TICKETS.c.state != "closed").order_by(_TICKETS.c.opened)
    closed = _ROWS.where(_TICKETS.c.state == "closed").order_by(_TICKETS.c.closed.desc())
    rows = [*db.execute(opened.limit(MOST_OPEN)), *db.execute(closed.limit(MOST_CLOSED))]
    return [_ticket(row, sealer) for row in rows]


def said(db: Connection) -> list[tuple[str, str]]:
    """(conversation id, stored reply) of what was said in conversations that have tickets, the
    latest first: to be opened and searched away from the store's thread."""
    of_tickets = select(_TICKETS.c.conversation_id)
    query = (
        select(_SAID.c.conversation_id, _SAID.c.reply)
        .where(_SAID.c.who.in_(("reader", "librarian")), _SAID.c.conversation_id.in_(of_tickets))
        .order_by(_SAID.c.id.desc())
        .limit(MOST_SEARCHED)
    )
    return [(row.conversation_id, row.reply) for row in db.execute(query)]


def _ticket(row: Row[Any], sealer: Sealer) -> Ticket:
    return Ticket(
        id=row.id,
        conversation_id=row.conversation_id,
        reason=row.reason,
        summary=row.summary,
        opened=row.opened,
        state=row.state,
        staff_id=row.staff_id,
        staff=row.staff or "",
        channel=row.channel,
        reader=sealer.open(row.name_sealed) if row.name_sealed else "",
        asked=load_reply(row.asked).text if row.asked else "",
        last_who=row.last_who or "",
        last_at=row.last_at or row.opened,
        heard=row.heard,
        unsent=bool(row.unsent),
        drafted=bool(row.draft),
        closed=row.closed,
        outcome=row.outcome or "",
        read_level=row.read_level,
        subject=row.subject or "",
    )
