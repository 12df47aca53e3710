"""Loading an export: read whole, checked whole, put in place at once; else the last one stays."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from clock import Clock
from library.exports import secrets, snapshot
from library.exports.columns import NEEDED_TABLES, Columns, Table
from library.exports.problems import Problem, Problems
from library.exports.reading import Export, read
from library.exports.snapshot import NoSnapshotError

LOCK_FILE = "exports.lock"
LEAST_SHARE = 0.5
"""Of the rows of the last load: with fewer, an export was probably cut off."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """`orphans`: loans and holds of cards that no patron has; nobody can see them."""

    as_of: datetime
    loaded: datetime
    counts: dict[str, int]
    orphans: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Nothing was changed. `count` is of all problems, of which the first stand here."""

    problems: tuple[Problem, ...]
    count: int


@dataclass(frozen=True, slots=True)
class NotLoaded:
    """Nothing was changed: another load is under way, or the disk would not have it."""

    reason: str


def load(
    export_folder: Path,
    columns: Columns,
    home: Path,
    clock: Clock,
    *,
    shrinking_allowed: bool = False,
) -> Loaded | Rejected | NotLoaded:
    """Files in `export_folder` into the snapshot in `home`, an existing folder."""
    missing = Problems()
    for table in NEEDED_TABLES:
        if table not in columns.sources():
            missing.add(str(export_folder), 0, "table_missing", table=table)
    if missing:
        return Rejected(tuple(missing), missing.count)
    try:
        with _alone(home):
            return _loaded(export_folder, columns, home, clock, shrinking_allowed)
    except BlockingIOError:
        return NotLoaded("another load is under way")
    except (OSError, sqlite3.Error) as error:
        return NotLoaded(f"{type(error).__name__}: {error}")


def _loaded(
    export_folder: Path, columns: Columns, home: Path, clock: Clock, shrinking_allowed: bool
) -> Loaded | Rejected:
    found = read(export_folder, columns)
    if isinstance(found, Problems):
        return Rejected(tuple(found), found.count)
    if not shrinking_allowed and (cut := _shrunk(found, columns, home)):
        return Rejected(tuple(cut), cut.count)
    keeper = secrets.opened_or_made(home)
    hashes = keeper.all_hashed([(patron.card, patron.secret) for patron in found.patrons])
    now = clock.now()
    found = replace(found, as_of=min(found.as_of, now))
    snapshot.build(home, found, hashes, now)
    cards = {patron.card.casefold() for patron in found.patrons}
    named = [row.card for row in found.loans] + [row.card for row in found.holds or ()]
    orphans = sum(card.casefold() not in cards for card in named)
    return Loaded(found.as_of, now, found.counts(), orphans)


def _shrunk(export: Export, columns: Columns, home: Path) -> Problems:
    problems = Problems()
    before = last_counts(home)
    for table, source in columns.sources().items():
        now, last = export.counts()[table], before.get(table, 0)
        if now < last * LEAST_SHARE:
            problems.add(source.file, 0, "shrunk", now=str(now), before=str(last))
    return problems


def last_counts(home: Path) -> dict[Table, int]:
    """Rows of the last load by table; empty before the first."""
    try:
        row = snapshot.run(home, lambda db: db.execute("SELECT * FROM loaded").fetchone())
    except NoSnapshotError:
        return {}
    return {table: row[table] for table in ("patrons", "loans", "holds", "items")}


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Raises BlockingIOError while another process loads."""
    handle = os.open(home / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(handle)
