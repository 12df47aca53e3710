"""The store, opened: its database, and the tables whose rows are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.privacy.seal import Sealer, SecretBrokenError, Unsealable, secret
from bot.store.conversations import Conversations, any_sealed
from bot.store.database import Database, open_database, sqlite_url
from bot.store.links import Links
from words import say

KEY_FILE = "store.key"


@dataclass(frozen=True, slots=True)
class Store:
    """What every part that keeps something is given."""

    database: Database
    sealer: Sealer
    conversations: Conversations
    links: Links


class KeyLostError(RuntimeError):
    """What is stored was sealed with a key that is not here."""


def open_store(home: Path, url: str = "") -> Store:
    """At `url`, or SQLite under `home`, with the key kept there. Raises StorageDownError, and
    KeyLostError where what is stored cannot be opened: a new key would only hide the loss."""
    database = open_database(url or sqlite_url(home))
    try:
        sample = database.run_now(any_sealed)
        store = assembled(database, Sealer(_key(home, needed=sample is not None)))
        if sample is not None:
            store.sealer.open(sample)
    except (SecretBrokenError, KeyLostError, Unsealable) as error:
        database.close()
        told = say("command_line", "serve.key_lost", path=home / "secrets" / KEY_FILE)
        raise KeyLostError(told) from error
    return store


def _key(home: Path, *, needed: bool) -> bytes:
    if needed and not (home / "secrets" / KEY_FILE).exists():
        raise KeyLostError
    return secret(home, KEY_FILE)


def assembled(database: Database, sealer: Sealer) -> Store:
    """Over a database that is open already."""
    return Store(database, sealer, Conversations(sealer), Links(sealer))
