"""One loaded export: a SQLite file that is built aside, put in place whole, and never changed."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from library.exports.reading import Export

T = TypeVar("T")

FILE = "exports.sqlite"
SCHEMA = """
CREATE TABLE loaded (as_of TEXT, loaded TEXT, patrons INT, loans INT, holds INT, items INT,
    has_holds INT, has_items INT, has_fees INT, typed_as TEXT, dates TEXT);
CREATE TABLE patrons (card_key TEXT PRIMARY KEY, card TEXT, name TEXT, secret_hash TEXT,
    branch TEXT, expires TEXT, restricted TEXT, owed INT);
CREATE TABLE loans (card_key TEXT, barcode TEXT, title TEXT, due TEXT, biblio_id TEXT,
    renewals INT, renewals_left INT);
CREATE TABLE holds (card_key TEXT, biblio_id TEXT, title TEXT, branch TEXT, placed TEXT,
    status TEXT, position INT, expires TEXT);
CREATE TABLE items (barcode TEXT, biblio_id TEXT, branch TEXT, shelf TEXT, call_number TEXT,
    status TEXT);
"""
INDEXES = """
CREATE INDEX loans_card ON loans (card_key);
CREATE INDEX loans_barcode ON loans (barcode);
CREATE INDEX holds_card ON holds (card_key);
CREATE INDEX holds_biblio ON holds (biblio_id);
CREATE INDEX items_barcode ON items (barcode);
CREATE INDEX items_biblio ON items (biblio_id);
"""


class NoSnapshotError(Exception):
    """Nothing has been loaded yet, or the file cannot be read."""


def build(folder: Path, export: Export, hashes: Sequence[str], loaded: datetime) -> None:
    """Whoever reads meanwhile has the last one. Raises OSError or sqlite3.Error."""
    aside = folder / f"{FILE}.new"
    aside.unlink(missing_ok=True)
    with closing(sqlite3.connect(aside)) as db:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        with db:
            _fill(db, export, hashes, loaded)
        db.executescript(INDEXES)
    _put_in_place(aside, folder / FILE)


def run(folder: Path, work: Callable[[sqlite3.Connection], T]) -> T:
    """`work` sees one export from first to last. Raises NoSnapshotError."""
    address = f"{(folder / FILE).absolute().as_uri()}?mode=ro&immutable=1"
    try:
        with closing(sqlite3.connect(address, uri=True)) as db:
            db.row_factory = sqlite3.Row
            return work(db)
    except sqlite3.Error as error:
        raise NoSnapshotError(str(error)) from error


def _put_in_place(aside: Path, path: Path) -> None:
    """On the disk before it is in place, and in place for good."""
    _flush(aside)
    aside.replace(path)
    _flush(path.parent)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _fill(db: sqlite3.Connection, export: Export, hashes: Sequence[str], loaded: datetime) -> None:
    fees = any(p.owed is not None for p in export.patrons)
    counts = export.counts()
    has = (export.holds is not None, export.items is not None, fees)
    times = (export.as_of.isoformat(), loaded.isoformat())
    secret = (export.typed_as, json.dumps(export.dates))
    _put(db, "loaded", [(*times, *counts.values(), *has, *secret)])
    _put(db, "patrons", (
        (p.card.casefold(), p.card, p.name, hashed, p.branch, p.expires.isoformat(), p.restricted,
         p.owed)
        for p, hashed in zip(export.patrons, hashes, strict=True)
    ))  # fmt: skip
    biblios = {i.barcode: i.biblio_id for i in export.items or ()}
    _put(db, "loans", (
        (x.card.casefold(), x.barcode, x.title, x.due.isoformat(),
         x.biblio_id or biblios.get(x.barcode, ""), x.renewals, x.renewals_left)
        for x in export.loans
    ))  # fmt: skip
    _put(db, "holds", (
        (h.card.casefold(), h.biblio_id, h.title, h.branch, h.placed and h.placed.isoformat(),
         h.status, h.position, h.expires and h.expires.isoformat())
        for h in export.holds or ()
    ))  # fmt: skip
    _put(db, "items", (
        (i.barcode, i.biblio_id, i.branch, i.shelf, i.call_number, i.status)
        for i in export.items or ()
    ))  # fmt: skip


def _put(db: sqlite3.Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    width = len(db.execute(f"SELECT * FROM {table}").description)  # noqa: S608 - names of ours
    marks = ", ".join("?" * width)
    db.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
