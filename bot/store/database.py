"""The database, opened and migrated; work runs in transactions on one thread of its own.

One writer thread suits SQLite. What waits while a commit reaches the disk is done together in
the next one, each part in a savepoint of its own (group commit): a disk of 300 commits a second
then bears many times as many messages. What a platform waits for goes before everything else, in
commits of its own. PostgreSQL is spoken to the same way. Differences of dialect stand in this
file alone.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.jobs import Jobs

T = TypeVar("T")
Transaction = Connection
"""What work is given: everything done with it is kept together, or nothing of it."""
logger = logging.getLogger(__name__)
BUSY_SECONDS = 1.5
"""Zalo waits two seconds for an acknowledgement: a locked store must say so before."""
MAX_TOGETHER = 64
"""Works in one commit; at about 0.5 ms each the longest batch stays under 50 ms."""
WAL_PAGES = 8000
"""32 MB of log before a commit carries it into the file. At SQLite's 1,000 pages that happened at
every second of a rush, and took nearly half of the time spent in commits."""

SETTLE_TRIES, SETTLE_PAUSE = 10, 0.2
"""SQLite waits BUSY_SECONDS for others (a commit on a slow disk), then gives up and no error."""


class StorageDownError(RuntimeError):
    """The database is locked, full or gone. Nothing of the transaction was kept."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Connection], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop

    def done(self, value: object, error: Exception | None) -> None:
        """Tell the waiting task, if it still waits and its loop still runs."""
        try:
            self.loop.call_soon_threadsafe(self._settle, value, error)
        except RuntimeError:
            return

    def _settle(self, value: object, error: Exception | None) -> None:
        if self.future.cancelled():
            return
        if error is None:
            self.future.set_result(value)
        else:
            self.future.set_exception(error)


def alive(db: Connection) -> None:
    """Asks the database the least there is to ask."""
    db.execute(text("SELECT 1"))


class Database:
    """Transactions, in order, off the event loop."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs = Jobs[_Job]()
        self._thread = threading.Thread(target=self._serve, name="store", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[Connection], T], *, first: bool = False) -> T:
        """Do `work` in a transaction, kept when this returns; `first`: before all that waits and
        is not. Raises StorageDownError, or what `work` raised; then nothing of it was kept."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(work, future, loop), first=first)
        return await future

    async def keep(self, work: Callable[[Connection], T], pause: float) -> T:
        """`run` what must not be lost: tried again after `pause` seconds, however long the store
        is down."""
        while True:
            try:
                return await self.run(work)
            except StorageDownError as error:
                logger.error("store down, work kept in hand: %s", error)
                await asyncio.sleep(pause)

    def run_now(self, work: Callable[[Connection], T]) -> T:
        """The same, on this thread: for commands and tests."""
        try:
            with self._engine.begin() as db:
                return work(db)
        except (OperationalError, InterfaceError) as error:
            raise StorageDownError(type(error.orig).__name__) from error

    async def settle(self) -> None:
        """Carry SQLite's log into the file and empty it: what was erased stood there still.

        Raises StorageDownError when others do not let go of it.
        """
        if self._engine.dialect.name != "sqlite":
            return
        for _ in range(SETTLE_TRIES):
            if await asyncio.to_thread(self._settled):
                return
            await asyncio.sleep(SETTLE_PAUSE)
        raise StorageDownError("the log is in use: what was erased stands in it still")

    def _settled(self) -> bool:
        with closing(self._engine.raw_connection()) as db, closing(db.cursor()) as cursor:
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                busy = (cursor.fetchone() or (1,))[0]
            except sqlite3.OperationalError as error:
                raise StorageDownError(str(error)) from error
            return not busy

    def close(self) -> None:
        """After what is queued was done."""
        self._jobs.end()
        self._thread.join()
        self._engine.dispose()

    def _serve(self) -> None:
        while (taken := self._jobs.next(MAX_TOGETHER))[0]:
            self._together(*taken)

    def _together(self, jobs: list[_Job], first: bool) -> None:
        """One commit for all, or for those done until something comes that goes `first`; a job
        that fails undoes only itself."""
        outcomes: list[tuple[object, Exception | None]] = []
        try:
            if len(jobs) == 1:
                outcomes.append(self._alone(jobs[0]))
            else:
                with self._engine.begin() as db:
                    for n, job in enumerate(jobs):
                        if n and not first and self._jobs.pressed(jobs[n:]):
                            jobs = jobs[:n]
                            break
                        outcomes.append(_guarded(db, job.work))
        except Exception as error:
            # The boundary: the commit failed, so nothing of the batch was kept.
            # Who waited behind it has waited long enough: else a busy time would be waited twice.
            down = StorageDownError(type(getattr(error, "orig", error)).__name__)
            jobs = jobs + self._jobs.rest()
            outcomes = [(None, down)] * len(jobs)
        for job, (value, fault) in zip(jobs, outcomes, strict=True):
            job.done(value, fault)

    def _alone(self, job: _Job) -> tuple[object, Exception | None]:
        """A single job needs no savepoint: the transaction is its own."""
        with self._engine.connect() as db:
            try:
                value = job.work(db)
            except (OperationalError, InterfaceError):
                raise
            except Exception as error:
                # The boundary, as in `_guarded`: leaving undoes what was done.
                return None, error
            db.commit()
            return value, None


def _guarded(db: Connection, work: Callable[[Connection], Any]) -> tuple[object, Exception | None]:
    try:
        with db.begin_nested():
            return work(db), None
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        # The boundary: whatever the work raised goes to who asked for it.
        return None, error


def open_database(url: str) -> Database:
    """Open and bring to the newest schema. Raises StorageDownError."""
    engine = create_engine(url, connect_args=_arguments(url))
    if url.startswith("sqlite"):
        _tune_sqlite(engine)
    try:
        with engine.begin() as db:
            _migrate(db)
    except OperationalError as error:
        engine.dispose()
        raise StorageDownError(str(error.orig)) from error
    return Database(engine)


def sqlite_url(home: Path) -> str:
    """The store's file under `home`, made for its owner alone; its log follows it in that."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / "store.sqlite"
    path.touch(mode=0o600)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return f"sqlite:///{path}"


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
            f"wal_autocheckpoint={WAL_PAGES}",
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
    command.upgrade(config, "heads")
