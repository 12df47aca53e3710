"""The record store: one SQLite file of records as ingested, each change numbered.

A record's number (`seq`) rises with every change to any record, so that an index which knows
the last number it holds needs only what came after. A deleted record stays as a tombstone
without a body until every index has passed it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Literal

from retrieval.model import Page, Work
from retrieval.records import held
from retrieval.records.codec import dump, load

Kind = Literal["work", "page"]
Fate = Literal["added", "changed", "same"]
FILE_NAME = held.FILE_NAME
_SCHEMA = """
CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, id TEXT NOT NULL, source TEXT NOT NULL, digest BLOB,
    body TEXT, seq INTEGER NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS records_seq ON records (kind, seq);
CREATE INDEX IF NOT EXISTS records_source ON records (kind, source);
CREATE TABLE IF NOT EXISTS runs (
    source TEXT PRIMARY KEY, kind TEXT NOT NULL, finished TEXT NOT NULL, read INTEGER NOT NULL,
    added INTEGER NOT NULL, changed INTEGER NOT NULL, deleted INTEGER NOT NULL,
    rejected INTEGER NOT NULL, rejects_file TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS marks (source TEXT PRIMARY KEY, mark TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A record as it now stands; `body` is None when it was deleted."""

    seq: int
    id: str
    body: str | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """The last finished ingest of a source."""

    source: str
    kind: str
    finished: str
    read: int
    added: int
    changed: int
    deleted: int
    rejected: int
    rejects_file: str


class Store:
    """Opened for one thread. Raises sqlite3.Error when the file cannot be used."""

    def __init__(self, home: Path) -> None:
        path = home / FILE_NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(_SCHEMA + held.SCHEMA)

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; another process's transaction is waited for."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def put(self, kind: Kind, key: str, source: str, record: Work | Page) -> Fate:
        """Add or replace; what is equal to what stands there keeps its number. A work's copies are
        kept beside it: they change without the work being indexed again."""
        fate = self._put(kind, key, source, record)
        if isinstance(record, Work):
            held.put(self._db, key, record)
        return fate

    def _put(self, kind: Kind, key: str, source: str, record: Work | Page) -> Fate:
        encoded = dump(record).encode("utf-8", "replace")  # a lone surrogate has no bytes
        body, digest = encoded.decode(), blake2b(encoded, digest_size=16).digest()
        row = self._db.execute(
            "SELECT digest, body IS NULL, source FROM records WHERE kind=? AND id=?", (kind, key)
        ).fetchone()
        if row is not None and row[0] == digest and not row[1]:
            if row[2] != source:
                self._db.execute(
                    "UPDATE records SET source=? WHERE kind=? AND id=?", (source, kind, key)
                )
            return "same"
        self._db.execute(
            "INSERT OR REPLACE INTO records VALUES (?,?,?,?,?,?)",
            (kind, key, source, digest, body, self.last(kind) + 1),
        )
        return "added" if row is None or row[1] else "changed"

    def remove(self, kind: Kind, key: str) -> bool:
        """Whether there was such a record."""
        if kind == "work":
            held.remove(self._db, key)
        done = self._db.execute(
            "UPDATE records SET body=NULL, digest=NULL, seq=? "
            "WHERE kind=? AND id=? AND body IS NOT NULL",
            (self.last(kind) + 1, kind, key),
        )
        return done.rowcount > 0

    def ids(self, kind: Kind, source: str) -> set[str]:
        """Keys of the records of a source that still stand."""
        rows = self._db.execute(
            "SELECT id FROM records WHERE kind=? AND source=? AND body IS NOT NULL", (kind, source)
        )
        return {row[0] for row in rows}

    def last(self, kind: Kind) -> int:
        """The number of the latest change."""
        row = self._db.execute("SELECT max(seq) FROM records WHERE kind=?", (kind,)).fetchone()
        return int(row[0] or 0)

    def count(self, kind: Kind) -> int:
        row = self._db.execute(
            "SELECT count(*) FROM records WHERE kind=? AND body IS NOT NULL", (kind,)
        ).fetchone()
        return int(row[0])

    def changes(self, kind: Kind, after: int, upto: int) -> Iterator[Change]:
        """What changed after one number up to another, in order."""
        rows = self._db.execute(
            "SELECT seq, id, body FROM records WHERE kind=? AND seq>? AND seq<=? ORDER BY seq",
            (kind, after, upto),
        )
        return (Change(*row) for row in rows)

    def works(self) -> Iterator[Work]:
        return (load(c.body, Work) for c in self.changes("work", 0, self.last("work")) if c.body)

    def pages(self) -> Iterator[Page]:
        return (load(c.body, Page) for c in self.changes("page", 0, self.last("page")) if c.body)

    def mark(self, source: str) -> str:
        """How far an interrupted ingest of the source came; empty when none is open."""
        row = self._db.execute("SELECT mark FROM marks WHERE source=?", (source,)).fetchone()
        return str(row[0]) if row else ""

    def set_mark(self, source: str, mark: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO marks VALUES (?,?)", (source, mark))

    def finish(self, run: RunRow) -> None:
        """Record a finished ingest."""
        values = tuple(getattr(run, name) for name in RunRow.__slots__)
        self._db.execute("INSERT OR REPLACE INTO runs VALUES (?,?,?,?,?,?,?,?,?)", values)

    def runs(self) -> list[RunRow]:
        """The last finished ingest of every source, the latest first."""
        rows: Iterable[tuple[str, str, str, int, int, int, int, int, str]] = self._db.execute(
            "SELECT * FROM runs ORDER BY finished DESC"
        )
        return [RunRow(*row) for row in rows]
