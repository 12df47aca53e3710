"""Who asked to be told, and what was told already."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from bot.store import schema

AGREED = "notices-1"
"""Version of the sentence the reader agreed to (`notice.on`)."""


def wish(db: Connection, conversation_id: str, *, on: bool, now: float) -> None:
    """Ask to be told, or to be left alone."""
    table = schema.notice_wishes
    db.execute(delete(table).where(table.c.conversation_id == conversation_id))
    if on:
        db.execute(insert(table).values(conversation_id=conversation_id, agreed=AGREED, since=now))


def wishing(db: Connection) -> list[str]:
    """Conversations whose readers asked."""
    return [
        str(found) for found in db.execute(select(schema.notice_wishes.c.conversation_id)).scalars()
    ]


def already_told(db: Connection, conversation_id: str) -> set[tuple[str, str]]:
    """(kind, subject) of all that was told there."""
    table = schema.notices
    query = select(table.c.kind, table.c.subject).where(table.c.conversation_id == conversation_id)
    return {(kind, subject) for kind, subject in db.execute(query)}


def note(
    db: Connection, conversation_id: str, kind: str, subject: str, *, state: str, now: float
) -> None:
    """Write down that it is told, in the transaction that puts it on its way."""
    db.execute(
        insert(schema.notices).values(
            conversation_id=conversation_id, kind=kind, subject=subject, state=state, at=now
        )
    )


def settle(db: Connection, conversation_id: str, kind: str, subject: str, state: str) -> None:
    table = schema.notices
    db.execute(
        update(table)
        .where(
            table.c.conversation_id == conversation_id,
            table.c.kind == kind,
            table.c.subject == subject,
        )
        .values(state=state)
    )
