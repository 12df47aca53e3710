"""The copies that records name, beside the records: by work, by barcode, and by the number that
the library's own system has for the work."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from retrieval.model import Copy, Work

FILE_NAME = "records/records.sqlite"
SCHEMA = """
CREATE TABLE IF NOT EXISTS holdings (
    id TEXT PRIMARY KEY, system_id TEXT NOT NULL, copies TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS holdings_system ON holdings (system_id) WHERE system_id != '';
CREATE TABLE IF NOT EXISTS barcodes (
    barcode TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (barcode, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS barcodes_id ON barcodes (id);
"""
ASKED_AT_ONCE = 500
"""SQLite takes a thousand parameters in every build."""


def put(db: sqlite3.Connection, key: str, work: Work) -> None:
    """What is equal to what stands there is not written."""
    copies = _dump(work.holdings)
    now = (_bound(work.system_id), copies)
    row = db.execute("SELECT system_id, copies FROM holdings WHERE id=?", (key,)).fetchone()
    if row == now:
        return
    if row is not None:
        db.execute("DELETE FROM barcodes WHERE id=?", (key,))
    db.execute("INSERT OR REPLACE INTO holdings VALUES (?,?,?)", (key, *now))
    codes = {code for copy in work.holdings if (code := _bound(copy.barcode))}
    db.executemany("INSERT OR IGNORE INTO barcodes VALUES (?,?)", [(code, key) for code in codes])


def remove(db: sqlite3.Connection, key: str) -> None:
    db.execute("DELETE FROM barcodes WHERE id=?", (key,))
    db.execute("DELETE FROM holdings WHERE id=?", (key,))


class Held:
    """Reads what `put` kept under a home, each call by a connection of its own; nothing, where
    nothing was ingested yet.

    Raises sqlite3.Error where the store cannot be read.
    """

    def __init__(self, home: Path) -> None:
        self._path = home / FILE_NAME

    def copies(self, work_ids: Sequence[str]) -> dict[str, tuple[Copy, ...]]:
        """A work that is not in the records is absent; one without copies has none."""
        query = (
            "SELECT r.id, h.copies FROM records r LEFT JOIN holdings h ON h.id=r.id"
            " WHERE r.kind='work' AND r.body IS NOT NULL AND r.id IN ({})"
        )
        found = dict(self._rows(query, work_ids))
        return {w: _load(found[w]) for w in dict.fromkeys(work_ids) if w in found}

    def some(self, most: int) -> tuple[str, ...]:
        """Ids of works, those with copies first."""
        query = "SELECT id FROM holdings ORDER BY copies = '[]', id LIMIT ?"
        if not self._path.exists():
            return ()
        with closing(self._opened()) as db:
            return tuple(work for (work,) in db.execute(query, (most,)))

    def works(self, barcodes: Sequence[str]) -> dict[str, str]:
        """Work ids by barcode; of two works with one barcode, one."""
        return dict(self._rows("SELECT barcode, id FROM barcodes WHERE barcode IN ({})", barcodes))

    def system_ids(self, work_ids: Sequence[str]) -> dict[str, str]:
        """The system's own number of each work that has one."""
        query = "SELECT id, system_id FROM holdings WHERE system_id!='' AND id IN ({})"
        return dict(self._rows(query, work_ids))

    def of_system(self, system_ids: Sequence[str]) -> dict[str, str]:
        """Work ids by the system's own number."""
        query = "SELECT system_id, id FROM holdings WHERE system_id!='' AND system_id IN ({})"
        return dict(self._rows(query, system_ids))

    def _rows(self, query: str, values: Iterable[str]) -> list[tuple[str, str]]:
        wanted = [_bound(value) for value in dict.fromkeys(values)]
        found: list[tuple[str, str]] = []
        if not self._path.exists():
            return found
        with closing(self._opened()) as db:
            for at in range(0, len(wanted), ASKED_AT_ONCE):
                some = wanted[at : at + ASKED_AT_ONCE]
                found += db.execute(query.format(",".join("?" * len(some))), some)
        return found

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=5)
        try:
            db.executescript(SCHEMA)  # a store of an earlier version has none of it yet
        except sqlite3.Error:
            db.close()
            raise
        return db


def _bound(text: str) -> str:
    """Text that SQLite takes: half a surrogate pair is none."""
    return text.encode("utf-8", "replace").decode()


def _dump(copies: Sequence[Copy]) -> str:
    rows = [[c.barcode, c.branch, c.shelf, c.call_number, int(c.on_site)] for c in copies]
    return _bound(json.dumps(rows, ensure_ascii=False, separators=(",", ":")))


def _load(text: str | None) -> tuple[Copy, ...]:
    rows = json.loads(text) if text else ()
    return tuple(
        Copy(code, place, shelf, call, bool(site)) for code, place, shelf, call, site in rows
    )
