"""The store's log is emptied, though somebody still reads it; or it is said that it was not."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import database
from bot.store.database import Database, StorageDownError, open_database, sqlite_url


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(sqlite_url(tmp_path))
    yield opened
    opened.close()


def _reading(home: Path) -> sqlite3.Connection:
    """A connection that holds on to the log as it is."""
    found = sqlite3.connect(home / "store.sqlite", isolation_level=None, check_same_thread=False)
    found.execute("BEGIN")
    found.execute("SELECT count(*) FROM files").fetchall()
    return found


def _written(store: Database) -> None:
    store.run_now(lambda db: db.exec_driver_sql("CREATE TABLE written (a)"))


def _left(home: Path) -> int:
    return (home / "store.sqlite-wal").stat().st_size


async def test_a_reader_is_waited_for(tmp_path: Path, store: Database) -> None:
    with closing(_reading(tmp_path)) as reader:
        _written(store)
        task = asyncio.create_task(store.settle())
        await asyncio.sleep(database.BUSY_SECONDS + 0.3)
        assert not task.done() and _left(tmp_path)
        reader.execute("ROLLBACK")
        await task
    assert _left(tmp_path) == 0


async def test_a_reader_that_stays_is_told(
    tmp_path: Path, store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SETTLE_TRIES", 1)
    with closing(_reading(tmp_path)):
        _written(store)
        with pytest.raises(StorageDownError, match="in use"):
            await store.settle()
    assert _left(tmp_path)
