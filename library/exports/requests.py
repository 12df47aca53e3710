"""Renewals and holds that readers ask for and the desk carries out: kept durably, by key."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeVar

T = TypeVar("T")
Kind = Literal["renew", "hold", "cancel"]
Outcome = Literal["done", "refused"]
FILE = "requests.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL, patron_id TEXT NOT NULL, object_id TEXT NOT NULL, title TEXT NOT NULL,
    branch TEXT NOT NULL, asked TEXT NOT NULL, promised TEXT NOT NULL, body TEXT NOT NULL,
    outcome TEXT, note TEXT NOT NULL DEFAULT '', closed TEXT, closed_by TEXT, told TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS open_once ON requests (kind, patron_id, object_id)
    WHERE outcome IS NULL;
CREATE TABLE IF NOT EXISTS keys (
    key TEXT PRIMARY KEY, wanted TEXT NOT NULL, number INTEGER REFERENCES requests (number)
);
"""


class RequestsError(Exception):
    """The requests cannot be read or written; nothing was recorded."""


class KeyReusedError(Exception):
    """The key stands for another request: a fault of the caller."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `body` is the loan or hold as it stood, as JSON."""

    kind: Kind
    patron_id: str
    object_id: str
    title: str
    branch: str
    body: str

    @property
    def wanted(self) -> str:
        return wanted(self.kind, self.patron_id, self.object_id, self.branch)


def wanted(kind: Kind, patron_id: str, object_id: str, branch: str = "") -> str:
    """What a key stands for."""
    return f"{kind} {patron_id} {object_id} {branch}"


@dataclass(frozen=True, slots=True)
class DeskRequest:
    """A wish with its number. `outcome` None is open; `note` is for the reader."""

    number: int
    wish: Wish
    asked: datetime
    promised: date
    outcome: Outcome | None
    note: str
    closed_by: str


class Requests:
    """One SQLite file. Each call is durable when it returns, and raises RequestsError."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def ask(self, key: str, wish: Wish, asked: datetime, promised: date) -> DeskRequest:
        """The same key gives the same request; so does asking again while one is open.

        Raises KeyReusedError.
        """

        def write(db: sqlite3.Connection) -> DeskRequest:
            if (known := _recorded(db, key, wish.wanted)) is not None:
                return known
            number = _open(db, wish) or _put(db, wish, asked, promised)
            db.execute("INSERT INTO keys VALUES (?, ?, ?)", (key, wish.wanted, number))
            return _one(db, number)

        return await self._run(write)

    async def recorded(self, key: str, wanted: str) -> DeskRequest | None:
        """What was asked for under a key; None for a new one. Raises KeyReusedError."""
        return await self._run(lambda db: _recorded(db, key, wanted))

    async def open(self, most: int = 500) -> tuple[DeskRequest, ...]:
        """Those that wait, the soonest promised first."""
        query = "SELECT * FROM requests WHERE outcome IS NULL ORDER BY promised, number LIMIT ?"
        return await self._run(lambda db: _all(db, query, (most,)))

    async def of(self, patron_id: str) -> tuple[DeskRequest, ...]:
        """One reader's open ones, in order of asking."""
        query = "SELECT * FROM requests WHERE outcome IS NULL AND patron_id = ? ORDER BY number"
        return await self._run(lambda db: _all(db, query, (patron_id,)))

    async def close(
        self, numbers: Sequence[int], outcome: Outcome, note: str, by: str, at: datetime
    ) -> tuple[DeskRequest, ...]:
        """Many at once; those closed by this call. One that was closed before keeps its outcome."""

        def write(db: sqlite3.Connection) -> tuple[DeskRequest, ...]:
            update = (
                "UPDATE requests SET outcome = ?, note = ?, closed = ?, closed_by = ?"
                " WHERE number = ? AND outcome IS NULL"
            )
            values = (outcome, note, at.isoformat(), by)
            closed = [n for n in numbers if db.execute(update, (*values, n)).rowcount]
            return tuple(_one(db, number) for number in closed)

        return await self._run(write)

    async def untold(self, most: int = 500) -> tuple[DeskRequest, ...]:
        """Closed ones whose reader has not heard yet, the oldest first."""
        query = (
            "SELECT * FROM requests WHERE outcome IS NOT NULL AND told IS NULL"
            " ORDER BY closed, number LIMIT ?"
        )
        return await self._run(lambda db: _all(db, query, (most,)))

    async def told(self, numbers: Sequence[int], at: datetime) -> None:
        update = "UPDATE requests SET told = ? WHERE number = ?"
        rows = [(at.isoformat(), number) for number in numbers]
        await self._run(lambda db: db.executemany(update, rows))

    async def forget(self, patron_id: str) -> int:
        """All of a reader who asks to be erased, open ones too; how many there were."""
        return await self._run(lambda db: _delete(db, "patron_id = ?", (patron_id,)))

    async def forget_told(self, before: datetime) -> int:
        """Those whose reader was told before a moment; how many there were."""
        return await self._run(lambda db: _delete(db, "told < ?", (before.isoformat(),)))

    async def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        def transact() -> T:
            try:
                with closing(sqlite3.connect(self._path, timeout=5, isolation_level=None)) as db:
                    db.row_factory = sqlite3.Row
                    db.executescript(f"PRAGMA synchronous=FULL; {SCHEMA}")
                    db.execute("BEGIN IMMEDIATE")
                    with db:
                        return work(db)
            except sqlite3.Error as error:
                raise RequestsError(type(error).__name__) from error

        return await asyncio.to_thread(transact)


def _recorded(db: sqlite3.Connection, key: str, wanted: str) -> DeskRequest | None:
    row = db.execute("SELECT wanted, number FROM keys WHERE key = ?", (key,)).fetchone()
    if row is not None and row["wanted"] != wanted:
        raise KeyReusedError
    return None if row is None else _one(db, row["number"])


def _open(db: sqlite3.Connection, wish: Wish) -> int | None:
    row = db.execute(
        "SELECT number FROM requests WHERE kind = ? AND patron_id = ? AND object_id = ?"
        " AND outcome IS NULL",
        (wish.kind, wish.patron_id, wish.object_id),
    ).fetchone()
    return None if row is None else int(row["number"])


def _put(db: sqlite3.Connection, wish: Wish, asked: datetime, promised: date) -> int:
    found = db.execute(
        "INSERT INTO requests (kind, patron_id, object_id, title, branch, asked, promised, body)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (wish.kind, wish.patron_id, wish.object_id, wish.title, wish.branch, asked.isoformat(),
         promised.isoformat(), wish.body),
    )  # fmt: skip
    return int(found.lastrowid or 0)


def _delete(db: sqlite3.Connection, where: str, values: tuple[str, ...]) -> int:
    numbers = f"SELECT number FROM requests WHERE {where}"  # noqa: S608 - conditions of ours
    db.execute(f"DELETE FROM keys WHERE number IN ({numbers})", values)  # noqa: S608
    return db.execute(f"DELETE FROM requests WHERE {where}", values).rowcount  # noqa: S608


def _all(db: sqlite3.Connection, query: str, values: tuple[object, ...]) -> tuple[DeskRequest, ...]:
    return tuple(_request(row) for row in db.execute(query, values))


def _one(db: sqlite3.Connection, number: int) -> DeskRequest:
    return _all(db, "SELECT * FROM requests WHERE number = ?", (number,))[0]


def _request(row: sqlite3.Row) -> DeskRequest:
    wish = Wish(
        row["kind"], row["patron_id"], row["object_id"], row["title"], row["branch"], row["body"]
    )
    return DeskRequest(
        number=row["number"],
        wish=wish,
        asked=datetime.fromisoformat(row["asked"]),
        promised=date.fromisoformat(row["promised"]),
        outcome=row["outcome"],
        note=row["note"],
        closed_by=row["closed_by"] or "",
    )
