"""The database, opened and migrated; work runs in transactions on one thread of its own.

One writer thread suits SQLite, and gives a commit every few milliseconds. PostgreSQL is
spoken to the same way. Differences of dialect stand in this file alone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

T = TypeVar("T")
BUSY_SECONDS = 3


class StorageDownError(RuntimeError):
    """The database is locked, full or gone. Nothing of the transaction was kept."""


class Database:
    """Transactions, in order, off the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do `work` in one transaction. Raises StorageDownError."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self.run_now, work)

    def run_now(self, work: Callable[[Connection], T]) -> T:
        """The same, on this thread: for commands and tests."""
        try:
            with self._engine.begin() as db:
                return work(db)
        except OperationalError as error:
            raise StorageDownError(type(error.orig).__name__) from error

    def close(self) -> None:
        self._thread.shutdown(wait=True)
        self._engine.dispose()


def open_database(url: str) -> Database:
    """Open and bring to the newest schema. Raises StorageDownError."""
    engine = create_engine(url, connect_args=_arguments(url))
    if url.startswith("sqlite"):
        _tune_sqlite(engine)
    try:
        with engine.begin() as db:
            _migrate(db)
    except OperationalError as error:
        raise StorageDownError(str(error.orig)) from error
    return Database(engine)


def sqlite_url(home: Path) -> str:
    home.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{home / 'store.sqlite'}"


def _arguments(url: str) -> dict[str, object]:
    if url.startswith("sqlite"):
        return {"timeout": BUSY_SECONDS, "check_same_thread": False}
    return {}


def _tune_sqlite(engine: Engine) -> None:
    """Write-ahead log, every commit on the disk, and writers that take the lock at once."""

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _migrate(db: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = db
    command.upgrade(config, "head")
