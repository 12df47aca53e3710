"""Work on the store from a command."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.cli import lines
from bot.settings import Settings
from bot.store.database import StorageDownError, Transaction, open_database, sqlite_url

T = TypeVar("T")


def on_store(work: Callable[[Transaction], T], down: Callable[[StorageDownError], str]) -> T:
    """Do `work`; leave with the word that `down` has for a store that cannot be reached."""
    settings = Settings()
    try:
        database = open_database(settings.database_url or sqlite_url(settings.home))
        try:
            return database.run_now(work)
        finally:
            database.close()
    except StorageDownError as error:
        lines.fail(down(error), code=1)
