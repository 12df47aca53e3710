"""The store, opened: its database, and the tables whose rows are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.privacy.seal import Sealer, secret
from bot.store.conversations import Conversations
from bot.store.database import Database, open_database, sqlite_url
from bot.store.links import Links

KEY_FILE = "store.key"


@dataclass(frozen=True, slots=True)
class Store:
    """What every part that keeps something is given."""

    database: Database
    sealer: Sealer
    conversations: Conversations
    links: Links


def open_store(home: Path, url: str = "") -> Store:
    """At `url`, or SQLite under `home`, with the key kept there. Raises StorageDownError."""
    return assembled(open_database(url or sqlite_url(home)), Sealer(secret(home, KEY_FILE)))


def assembled(database: Database, sealer: Sealer) -> Store:
    """Over a database that is open already."""
    return Store(database, sealer, Conversations(sealer), Links(sealer))
