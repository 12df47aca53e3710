"""The library's own system, as the settings name it."""

from __future__ import annotations

from pathlib import Path

from bot.app.holdings import RecordHoldings
from bot.settings import Settings
from bot.setup.demo.left_out import left_out
from clock import Clock
from library.demo import open_demo
from library.exports import ExportMatches, ExportsLibrary
from library.facts import LibraryFacts
from library.holdings import Holdings
from library.journal import SqliteJournal
from library.koha import Basic, KohaLibrary, OAuth
from library.matched import MatchedLibrary
from library.model import Branch
from library.none import NoLibrarySystem
from library.port import LibrarySystem
from library.sip2 import Address, AddressError, Manner, Sip2Library, Terminal, address

DEMO_FILE, JOURNAL_FILE = "library.sqlite", "writes.sqlite"
EXPORTS_FOLDER = "exports"
"""Under home: the export as it was last loaded, its column map, and requests to the desk."""


class LibrarySettingsError(ValueError):
    """The system that is named cannot be reached by what is set; the message names the setting."""


def open_library(settings: Settings, clock: Clock, facts: LibraryFacts) -> LibrarySystem:
    """Talks to nobody yet. Raises LibrarySettingsError."""
    holdings = RecordHoldings(settings.home)
    match settings.library:
        case "koha":
            return MatchedLibrary(_koha(settings, clock), holdings)
        case "sip2":
            return _sip2(settings, clock, facts, holdings)
        case "exports":
            return _exports(settings, clock, facts)
        case "none":
            return NoLibrarySystem(holdings, facts)
        case "demo" if left_out(settings.home):
            return NoLibrarySystem(holdings, facts)
        case "demo":
            return open_demo(settings.home / DEMO_FILE, clock, facts)


def exports_home(settings: Settings) -> Path:
    """Where a nightly export is kept once it is loaded."""
    return settings.home / EXPORTS_FOLDER


def exports_matches(settings: Settings) -> ExportMatches:
    """Which work a biblio of the export is."""
    holdings = RecordHoldings(settings.home)
    return ExportMatches(exports_home(settings), holdings, holdings)


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


def _sip2(settings: Settings, clock: Clock, facts: LibraryFacts, holdings: Holdings) -> Sip2Library:
    terminal = Terminal(
        institution=settings.sip2_institution,
        user=settings.sip2_user,
        password=settings.sip2_password.get_secret_value(),
        location=settings.sip2_location,
        terminal_password=settings.sip2_terminal_password.get_secret_value(),
    )
    return Sip2Library(
        _sip2_address(settings),
        terminal,
        clock,
        SqliteJournal(settings.home / JOURNAL_FILE),
        holdings,
        branches=[Branch(b.code, b.name, b.phone) for b in facts.branches],
        rules=facts.rules,
        manner=Manner(_encoding(settings), settings.sip2_checksums),
        formats=[form.strip() for form in settings.sip2_dates.split(",") if form.strip()],
    )


def _sip2_address(settings: Settings) -> Address:
    if not settings.sip2_url:
        raise LibrarySettingsError("THUTHU_LIBRARY=sip2 needs THUTHU_SIP2_URL")
    try:
        return address(
            settings.sip2_url,
            authority=settings.sip2_authority,
            clear_text_allowed=settings.sip2_clear_text,
        )
    except AddressError as error:
        raise LibrarySettingsError(
            f"THUTHU_SIP2_URL: {error}: tls://host:port is taken, and tcp:// on this machine"
        ) from error


def _encoding(settings: Settings) -> str:
    try:
        "".encode(settings.sip2_encoding)
    except LookupError as error:
        raise LibrarySettingsError(f"THUTHU_SIP2_ENCODING: {error}") from error
    return settings.sip2_encoding


def _exports(settings: Settings, clock: Clock, facts: LibraryFacts) -> LibrarySystem:
    home = exports_home(settings)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return MatchedLibrary(ExportsLibrary(home, clock, facts), exports_matches(settings))
