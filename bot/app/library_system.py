"""The library's own system, as the settings name it."""

from __future__ import annotations

from bot.settings import Settings
from clock import Clock
from library.demo import open_demo
from library.facts import LibraryFacts
from library.journal import SqliteJournal
from library.koha import Basic, KohaLibrary, OAuth
from library.port import LibrarySystem

DEMO_FILE, JOURNAL_FILE = "library.sqlite", "writes.sqlite"


class LibrarySettingsError(ValueError):
    """The system that is named cannot be reached by what is set; the message names the setting."""


def open_library(settings: Settings, clock: Clock, facts: LibraryFacts) -> LibrarySystem:
    """Talks to nobody yet. Raises LibrarySettingsError."""
    if settings.library == "koha":
        return _koha(settings, clock)
    return open_demo(settings.home / DEMO_FILE, clock, facts)


def _koha(settings: Settings, clock: Clock) -> KohaLibrary:
    if not settings.koha_url:
        raise LibrarySettingsError("THUTHU_LIBRARY=koha needs THUTHU_KOHA_URL")
    secret, password = settings.koha_client_secret, settings.koha_password
    credentials: OAuth | Basic
    if settings.koha_client_id:
        credentials = OAuth(settings.koha_client_id, secret.get_secret_value(), clock)
    elif settings.koha_user:
        credentials = Basic(settings.koha_user, password.get_secret_value())
    else:
        raise LibrarySettingsError(
            "THUTHU_LIBRARY=koha needs THUTHU_KOHA_CLIENT_ID or THUTHU_KOHA_USER"
        )
    try:
        return KohaLibrary(
            settings.koha_url, credentials, clock, SqliteJournal(settings.home / JOURNAL_FILE)
        )
    except ValueError as error:
        raise LibrarySettingsError(f"THUTHU_KOHA_URL: {error}") from error
