"""What is kept only for a while, and forgotten by age."""

from __future__ import annotations

from bot.store import choices, events, files, inbox
from bot.store.database import Database

KEPT_SECONDS = 7 * 86_400.0
"""Dedup keys and receipts; Zalo repeats for 12 hours at most, Telegram for 24."""


async def purge(database: Database, now: float) -> None:
    """Forget what is due; each table in a transaction of its own. Raises StorageDownError."""
    await database.run(lambda db: events.purge(db, now - KEPT_SECONDS))
    await database.run(lambda db: files.purge(db, now))
    await database.run(lambda db: choices.purge(db, now))
    await database.run(lambda db: inbox.purge(db, now - KEPT_SECONDS))
    await database.settle()
