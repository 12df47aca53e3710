"""Whether anything happened since a page last looked."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from bot.store import schema


def latest(db: Connection) -> int:
    """A number that changes with every message said or handoff touched."""
    said = db.execute(select(func.max(schema.messages.c.id))).scalar() or 0
    touched = (
        db.execute(
            select(func.max(schema.audit.c.id)).where(schema.audit.c.action != "view")
        ).scalar()
        or 0
    )
    sent = db.execute(select(func.count()).where(schema.outbox.c.state == "waiting")).scalar_one()
    return int(said) * 1_000_003 + int(touched) * 1_009 + int(sent)
