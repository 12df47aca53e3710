"""Whole copies of SQLite files while others write, and what their rows add up to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

PAGES = 2_000
"""Pages copied at a time: 8 MB, between which writers go on."""


class CopyBrokenError(RuntimeError):
    """A file that is no whole database."""


def copy(source: Path, target: Path) -> None:
    """One moment of `source`, with all that stands in its log; `target` has no log of its own.
    Raises CopyBrokenError."""
    target.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new, pages=PAGES, sleep=0.01)
            new.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise CopyBrokenError(f"{source.name}: {error}") from error


def row_hashes(path: Path) -> dict[str, str]:
    """By table: how many rows, and a hash over all of them. Raises CopyBrokenError."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            checked = db.execute("PRAGMA integrity_check").fetchone()[0]
            if checked != "ok":
                raise CopyBrokenError(f"{path.name}: {checked}")
            named = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL"
            names = [row[0] for row in db.execute(f"{named} ORDER BY name")]
            return {name: _hash(db, name) for name in names}
    except sqlite3.Error as error:
        raise CopyBrokenError(f"{path.name}: {error}") from error


def _hash(db: sqlite3.Connection, table: str) -> str:
    digest, count = sha256(), 0
    quoted = table.replace('"', '""')
    for row in db.execute(f'SELECT * FROM "{quoted}" ORDER BY 1'):  # noqa: S608 - a quoted name
        digest.update(repr(row).encode("utf-8", "surrogatepass"))
        count += 1
    return f"{count}:{digest.hexdigest()}"
