"""A home without the demo library: nothing of it is built, and what was built before goes."""

from __future__ import annotations

import shutil
from pathlib import Path

from retrieval.records import Kind, Store

MARK = "no-demo"
"""A file under home: while it stands, the demo's circulation is not asked either."""
SOURCES: tuple[tuple[Kind, str], ...] = (("work", "demo"), ("page", "demo-texts"))
CIRCULATION = "library.sqlite"


def leave_out(home: Path) -> None:
    """Works and texts of the library's own stay."""
    store = Store(home)
    with store.transaction():
        for kind, source in SOURCES:
            for key in store.ids(kind, source):
                store.remove(kind, key)
    store.close()
    shutil.rmtree(home / "demo", ignore_errors=True)
    (home / "records/.stamp").unlink(missing_ok=True)
    for name in (CIRCULATION, f"{CIRCULATION}-wal", f"{CIRCULATION}-shm"):
        (home / name).unlink(missing_ok=True)
    (home / MARK).touch()


def taken_in(home: Path) -> None:
    """The demo is wanted again."""
    (home / MARK).unlink(missing_ok=True)


def left_out(home: Path) -> bool:
    return (home / MARK).exists()
