"""Conversations handed to the librarians: waiting, claimed, closed."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Literal, cast

from sqlalchemy import Connection, and_, func, insert, literal_column, select, update

from bot.store import schema
from bot.store.codec import dump, load
from bot.store.steps import Step, read

State = Literal["waiting", "claimed", "closed"]
Reason = Literal["asked", "two_failures", "complaint", "not_in_texts", "unconfirmed_write", "hard"]
FOLLOWS_SECONDS = 7 * 86_400.0
"""A reader who asks again within a week goes on where they were."""

_IN_APP = select(schema.conversations.c.id).where(
    schema.conversations.c.owner == "librarian",
    schema.conversations.c.staff_id.is_(None),
    schema.conversations.c.id.in_(
        select(schema.handoffs.c.conversation_id).where(
            schema.handoffs.c.state != literal_column("'closed'"),
            schema.handoffs.c.staff_id.is_(None),
        )
    ),
)
"""From the open handoffs, which have an index: looked for every second, among conversations
without end."""


@dataclass(frozen=True, slots=True)
class HandoffRequest:
    """The reader goes to a librarian. `summary` is one line for the queue."""

    reason: Reason
    summary: str


@dataclass(frozen=True, slots=True)
class Handoff:
    """A ticket. `staff` is the name of who holds it or closed it, `draft` what they have not sent,
    `note` what a colleague said who passed it on, `follows` the ticket it continues."""

    id: int
    conversation_id: str
    reason: str
    summary: str
    trail: tuple[Step, ...]
    opened: float
    state: State
    staff_id: int | None
    staff: str | None
    closed: float | None = None
    outcome: str = ""
    read_level: int | None = None
    subject: str = ""
    answered: float | None = None
    follows: int | None = None
    draft: str = ""
    note: str = ""


def ask(
    db: Connection,
    conversation_id: str,
    request: HandoffRequest,
    trail: tuple[Step, ...],
    now: float,
) -> None:
    """Open a ticket, unless one is open already."""
    if current(db, conversation_id) is None:
        db.execute(
            insert(schema.handoffs).values(
                conversation_id=conversation_id,
                reason=request.reason,
                summary=request.summary,
                trail=dump([step.stored() for step in trail]),
                opened=now,
                follows=_closed_lately(db, conversation_id, now),
            )
        )


def _closed_lately(db: Connection, conversation_id: str, now: float) -> int | None:
    table = schema.handoffs
    query = (
        select(table.c.id)
        .where(
            table.c.conversation_id == conversation_id,
            table.c.state == "closed",
            table.c.staff_id.is_not(None),
            table.c.closed > now - FOLLOWS_SECONDS,
        )
        .order_by(table.c.id.desc())
        .limit(1)
    )
    return db.execute(query).scalar_one_or_none()


def current(db: Connection, conversation_id: str) -> Handoff | None:
    """The open ticket of a conversation."""
    found = _read(
        db,
        and_(
            schema.handoffs.c.conversation_id == conversation_id,
            schema.handoffs.c.state != "closed",
        ),
        1,
    )
    return found[0] if found else None


def latest(db: Connection, conversation_id: str) -> Handoff | None:
    """The open ticket of a conversation, else the one closed last."""
    found = _read(db, schema.handoffs.c.conversation_id == conversation_id, 1, newest=True)
    return found[0] if found else None


def held_by(db: Connection, staff_id: int) -> list[Handoff]:
    """What a librarian holds."""
    table = schema.handoffs
    return _read(db, and_(table.c.state == "claimed", table.c.staff_id == staff_id), 500)


def unheard(db: Connection, before: float) -> list[Handoff]:
    """Whom nobody took since `before`, and who was not told yet that nobody is free."""
    table = schema.handoffs
    new = and_(table.c.state == "waiting", table.c.claimed.is_(None))
    return _read(db, and_(new, table.c.opened <= before, table.c.told.is_(None)), 100)


def place(db: Connection, conversation_id: str) -> int | None:
    """1 for the conversation that has waited longest; None for one that does not wait."""
    table = schema.handoffs
    waiting = table.c.state == "waiting"
    mine = db.execute(
        select(table.c.opened).where(table.c.conversation_id == conversation_id, waiting)
    ).scalar_one_or_none()
    if mine is None:
        return None
    before = db.execute(select(func.count()).where(waiting, table.c.opened < mine)).scalar_one()
    return int(before) + 1


def usual_wait(db: Connection, among: int = 20, least: int = 3) -> float | None:
    """Seconds between asking and being claimed, the median of the last; None of fewer than
    `least`."""
    table = schema.handoffs
    rows = db.execute(
        select(table.c.claimed - table.c.opened)
        .where(table.c.claimed.is_not(None))
        .order_by(table.c.claimed.desc())
        .limit(among)
    )
    waited = [float(seconds) for seconds in rows.scalars()]
    return median(waited) if len(waited) >= least else None


def claim(db: Connection, handoff_id: int, staff_id: int, now: float) -> bool:
    """One wins: False when it is no longer waiting."""
    table = schema.handoffs
    result = db.execute(
        update(table)
        .where(table.c.id == handoff_id, table.c.state == "waiting")
        .values(state="claimed", staff_id=staff_id, claimed=now)
    )
    return result.rowcount == 1


def claim_in_app(db: Connection, handoff_id: int, now: float) -> None:
    """A person without a desk account holds it: they answer in the channel's own app."""
    table = schema.handoffs
    db.execute(update(table).where(table.c.id == handoff_id).values(state="claimed", claimed=now))


def held_in_app(db: Connection) -> list[str]:
    """Conversations held by a person without a desk account."""
    return [str(found) for found in db.execute(_IN_APP).scalars()]


def release(db: Connection, handoff_id: int) -> None:
    """Back to the queue; its draft goes along."""
    _set(db, handoff_id, state="waiting", staff_id=None)


def pass_on(db: Connection, handoff_id: int, staff_id: int, note: str) -> None:
    """Into a colleague's hands."""
    _set(db, handoff_id, staff_id=staff_id, note=note)


def reopen(db: Connection, handoff_id: int, staff_id: int) -> None:
    """A closed ticket is somebody's again."""
    _set(
        db, handoff_id, state="claimed", staff_id=staff_id, closed=None, outcome=None,
        read_level=None, subject=None,
    )  # fmt: skip


def told(db: Connection, handoff_id: int, now: float) -> None:
    """The reader heard that nobody is free yet."""
    _set(db, handoff_id, told=now)


def keep_draft(db: Connection, handoff_id: int, text: str) -> None:
    _set(db, handoff_id, draft=text)


def first_answered(db: Connection, handoff_id: int, now: float) -> None:
    """When a librarian first replied; later replies change nothing."""
    table = schema.handoffs
    first = and_(table.c.id == handoff_id, table.c.answered.is_(None))
    db.execute(update(table).where(first).values(answered=now))


def close(
    db: Connection,
    handoff_id: int,
    now: float,
    outcome: str,
    *,
    read_level: int | None = None,
    subject: str | None = None,
) -> None:
    """`subject` is a hundred of the DDC, `"900"`."""
    _set(
        db, handoff_id, state="closed", closed=now, outcome=outcome, read_level=read_level,
        subject=subject,
    )  # fmt: skip


def _set(db: Connection, handoff_id: int, **values: object) -> None:
    table = schema.handoffs
    db.execute(update(table).where(table.c.id == handoff_id).values(**values))


def _read(db: Connection, wanted: object, limit: int, *, newest: bool = False) -> list[Handoff]:
    table, staff = schema.handoffs, schema.staff
    order = table.c.id.desc() if newest else table.c.opened
    query = (
        select(table, staff.c.name)
        .outerjoin(staff, staff.c.id == table.c.staff_id)
        .where(wanted)  # type: ignore[arg-type]
        .order_by(order)
        .limit(limit)
    )
    return [
        Handoff(
            r.id,
            r.conversation_id,
            r.reason,
            r.summary,
            read(load(r.trail)),
            r.opened,
            cast(State, r.state),
            r.staff_id,
            r.name,
            r.closed,
            r.outcome or "",
            r.read_level,
            r.subject or "",
            r.answered,
            r.follows,
            r.draft,
            r.note,
        )
        for r in db.execute(query)
    ]
