"""Tables of the demo library system, and how its file is opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import (
    Column,
    Date,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    create_engine,
    event,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

metadata = MetaData()

patrons = Table(
    "patrons",
    metadata,
    Column("id", String, primary_key=True),
    Column("card", String, nullable=False, unique=True),
    Column("pin_hash", String, nullable=False),
    Column("name", String, nullable=False),
    Column("branch", String, nullable=False),
    Column("expires", Date, nullable=False),
    Column("restricted", String, nullable=False, default=""),
)

biblios = Table(
    "biblios",
    metadata,
    Column("id", String, primary_key=True),
    Column("title", String, nullable=False),
    Column("on_site", Integer, nullable=False, default=0),
)

items = Table(
    "items",
    metadata,
    Column("barcode", String, primary_key=True),
    Column("biblio_id", ForeignKey("biblios.id"), nullable=False, index=True),
    Column("branch", String, nullable=False),
    Column("shelf", String, nullable=False),
    Column("call_number", String, nullable=False),
    Column("condition", String, nullable=False, default=""),
)

loans = Table(
    "loans",
    metadata,
    Column("id", String, primary_key=True),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    Column("barcode", ForeignKey("items.barcode"), nullable=False, unique=True),
    Column("due", Date, nullable=False),
    Column("renewals", Integer, nullable=False, default=0),
    Column("on_site", Integer, nullable=False, default=0),
)

holds = Table(
    "holds",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    Column("biblio_id", ForeignKey("biblios.id"), nullable=False, index=True),
    Column("branch", String, nullable=False),
    Column("placed", Date, nullable=False),
    Column("status", String, nullable=False, default="waiting"),
    Column("expires", Date),
)

fees = Table(
    "fees",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("patron_id", ForeignKey("patrons.id"), nullable=False, index=True),
    Column("reason", String, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("since", Date, nullable=False),
)

writes = Table(
    "writes",
    metadata,
    Column("key", String, primary_key=True),
    Column("request", String, nullable=False),
    Column("outcome", String, nullable=False),
)


def open_file(path: Path) -> Engine:
    """The engine over `path`, tables made where missing. Writers take the lock at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 3})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        # The driver's own BEGIN is late and shared; ours (below) is immediate.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    metadata.create_all(engine)
    return engine
