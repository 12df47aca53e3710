"""Who did what to whom: append-only rows, each hashed with the one before."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import Connection, insert, select

from bot.store.schema import audit


def write(db: Connection, actor: str, action: str, subject: str, now: float) -> None:
    last = db.execute(select(audit.c.hash).order_by(audit.c.id.desc()).limit(1)).scalar()
    db.execute(
        insert(audit).values(
            at=now,
            actor=actor,
            action=action,
            subject=subject,
            hash=_chain(last or "", now, actor, action, subject),
        )
    )


def viewed(db: Connection, actor: str, subject: str, now: float) -> None:
    """A look at a conversation, once an hour: its page asks again at every message."""
    row = (audit.c.actor == actor, audit.c.subject == subject, audit.c.action == "view")
    if db.execute(select(audit.c.id).where(*row, audit.c.at > now - 3600.0)).first() is None:
        write(db, actor, "view", subject, now)


def broken(db: Connection) -> int | None:
    """The id of the first row that does not follow from the one before, or None."""
    before = ""
    for row in db.execute(select(audit).order_by(audit.c.id)):
        if row.hash != _chain(before, row.at, row.actor, row.action, row.subject):
            return int(row.id)
        before = row.hash
    return None


def _chain(before: str, at: float, actor: str, action: str, subject: str) -> str:
    return sha256(f"{before}|{at!r}|{actor}|{action}|{subject}".encode()).hexdigest()
