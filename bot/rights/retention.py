"""What is kept only for a while, and forgotten by age."""

from __future__ import annotations

from bot.store import choices, events, expiry, files, inbox
from bot.store.database import Database

KEPT_SECONDS = 7 * 86_400.0
"""Dedup keys and receipts; Zalo repeats for 12 hours at most, Telegram for 24."""


DAY_SECONDS = 86_400.0


async def purge(database: Database, now: float, *, keep_days: int) -> None:
    """Forget what is due, talks after `keep_days`; each in a transaction of its own. Raises
    StorageDownError."""
    before = now - keep_days * DAY_SECONDS
    await database.run(lambda db: expiry.purge(db, before))
    await database.run(lambda db: files.older(db, before))
    await database.run(lambda db: events.purge(db, now - KEPT_SECONDS))
    await database.run(lambda db: files.purge(db, now))
    await database.run(lambda db: choices.purge(db, now))
    await database.run(lambda db: inbox.purge(db, now - KEPT_SECONDS))
    await database.settle()
