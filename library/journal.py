"""The journal of writes: the intent before the call, the outcome after.

A key whose entry has no outcome was under way when the process died, or still is: its write
may have happened, so it is read back and never sent again.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

T = TypeVar("T")


class JournalError(Exception):
    """The journal cannot be read or written. Nothing may be sent without it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """`request` says what was asked for, `before` what the state was; both are JSON or words."""

    request: str
    before: str
    outcome: str | None


class Journal(Protocol):
    """Each call is durable when it returns. Raises JournalError and nothing else."""

    async def find(self, key: str) -> Entry | None: ...

    async def begin(self, key: str, request: str, before: str) -> bool:
        """False when the key is taken: another has begun this write, and nothing is changed."""
        ...

    async def finish(self, key: str, outcome: str) -> None: ...

    async def withdraw(self, key: str) -> None:
        """Nothing was sent: the key is free again."""
        ...


class SqliteJournal:
    """A journal in one SQLite file, for a library system without the app's store."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def find(self, key: str) -> Entry | None:
        def read(db: sqlite3.Connection) -> Entry | None:
            row = db.execute(
                "SELECT request, before, outcome FROM writes WHERE key = ?", (key,)
            ).fetchone()
            return None if row is None else Entry(*row)

        return await self._run(read)

    async def begin(self, key: str, request: str, before: str) -> bool:
        insert = "INSERT OR IGNORE INTO writes (key, request, before) VALUES (?, ?, ?)"
        return await self._run(lambda db: db.execute(insert, (key, request, before)).rowcount == 1)

    async def finish(self, key: str, outcome: str) -> None:
        update = "UPDATE writes SET outcome = ? WHERE key = ?"
        await self._run(lambda db: db.execute(update, (outcome, key)).rowcount)

    async def withdraw(self, key: str) -> None:
        delete = "DELETE FROM writes WHERE key = ? AND outcome IS NULL"
        await self._run(lambda db: db.execute(delete, (key,)).rowcount)

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def transact() -> T:
            try:
                with closing(sqlite3.connect(self._path, timeout=5)) as db, db:
                    db.execute(
                        "CREATE TABLE IF NOT EXISTS writes (key TEXT PRIMARY KEY,"
                        " request TEXT NOT NULL, before TEXT NOT NULL, outcome TEXT)"
                    )
                    return work(db)
            except sqlite3.Error as error:
                raise JournalError(type(error).__name__) from error

        return await asyncio.to_thread(transact)


class MemoryJournal:
    """A journal that ends with the process: for trying an address, where nothing is written."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}

    async def find(self, key: str) -> Entry | None:
        return self._entries.get(key)

    async def begin(self, key: str, request: str, before: str) -> bool:
        return self._entries.setdefault(key, made := Entry(request, before, None)) is made

    async def finish(self, key: str, outcome: str) -> None:
        entry = self._entries[key]
        self._entries[key] = Entry(entry.request, entry.before, outcome)

    async def withdraw(self, key: str) -> None:
        self._entries.pop(key, None)
