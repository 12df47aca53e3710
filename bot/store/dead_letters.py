"""Dead letters: replies that never arrived, for an administrator to see and send again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select, update

from bot.store import schema

STATES = ("dead", "unknown")


@dataclass(frozen=True, slots=True)
class Letter:
    """`state` is `dead` or `unknown`; `at` is when the reply was written."""

    id: int
    conversation_id: str
    channel: str
    state: str
    reason: str
    attempts: int
    at: float


def listed(db: Connection, limit: int = 50) -> list[Letter]:
    """The latest first."""
    box, said = schema.outbox, schema.messages
    query = (
        select(box, said.c.at)
        .join(said, said.c.id == box.c.message_id)
        .where(box.c.state.in_(STATES))
        .order_by(box.c.id.desc())
        .limit(limit)
    )
    return [
        Letter(r.id, r.conversation_id, r.channel, r.state, r.reason or "", r.attempts, r.at)
        for r in db.execute(query)
    ]


def resend(db: Connection, letter_id: int) -> bool:
    """Put a letter back, from the payload that failed; False when it is none."""
    box = schema.outbox
    result = db.execute(
        update(box)
        .where(box.c.id == letter_id, box.c.state.in_(STATES))
        .values(state="waiting", attempts=0, doubts=0, not_before=0.0, reason="sent again by hand")
    )
    return result.rowcount == 1


def counts(db: Connection) -> dict[str, int]:
    """How many replies stand in each state."""
    query = select(schema.outbox.c.state, func.count()).group_by(schema.outbox.c.state)
    return {state: int(number) for state, number in db.execute(query)}
