"""`thuthu doctor`: what is missing or broken, and how to mend it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import httpx
import typer

from bot.cli import lines
from bot.dialogue.replies.load import load as load_replies
from bot.settings import Settings
from bot.setup.rasa import PYTHON
from bot.store.database import StorageDownError
from bot.store.opened import KEY_FILE, KeyLostError, open_store
from library.facts import FactsError
from library.facts import load as load_facts
from retrieval.encoder import EMBEDDED
from retrieval.index import layout
from retrieval.ingest import ocr
from words import Words, WordsError, say

Check = tuple[str, Callable[[Settings], str]]
"""(key of its name, how it is): an empty answer is well, else what is wrong and how to mend it."""


def doctor(
    live: Annotated[bool, typer.Option("--live", help="Only whether the app answers.")] = False,
) -> None:
    """Every part in turn; exits 1 when one is broken."""
    settings = Settings()
    checks = (("app", _live),) if live else CHECKS
    troubles = list(_troubles(checks, settings))
    raise typer.Exit(1 if troubles else 0)


def _troubles(checks: tuple[Check, ...], settings: Settings) -> Iterator[str]:
    for what, check in checks:
        trouble = check(settings)
        lines.say(f"{'✗' if trouble else '✓'} {_say(what)}{': ' + trouble if trouble else ''}")
        if trouble:
            yield trouble


def _say(key: str, **values: object) -> str:
    return say("command_line", f"doctor.{key}", **values)


def _facts(settings: Settings) -> str:
    try:
        load_facts(settings.facts)
    except FactsError as error:
        return _say("mend_file", error=error)
    return ""


def _replies(settings: Settings) -> str:
    try:
        load_replies(Words(settings.own_words))
    except WordsError as error:
        return _say("mend_file", error=error)
    return ""


def _encoder(settings: Settings) -> str:
    if settings.encoder != EMBEDDED:
        return ""
    built = (settings.home / "models" / EMBEDDED / "manifest.json").exists()
    return "" if built else _say("encoder_missing")


def _index(settings: Settings) -> str:
    try:
        layout.served(settings.home)
    except layout.IndexBrokenError:
        return _say("index_broken")
    return ""


def _rasa(settings: Settings) -> str:
    if not PYTHON.exists():
        return _say("rasa_missing")
    models = list((settings.home / "models/rasa").glob("*.tar.gz"))
    return "" if models else _say("untrained")


def _tesseract(_settings: Settings) -> str:
    if ocr.available():
        return ""
    return _say("tesseract_missing")


def _disk(settings: Settings) -> str:
    place: Path = settings.home if settings.home.exists() else Path()
    free = shutil.disk_usage(place).free / 1e9
    return "" if free > 1 else _say("disk_full", free=f"{free:.1f}")


def _secrets(settings: Settings) -> str:
    loose = [
        path.name
        for path in (settings.home / "secrets").glob("*")
        if os.stat(path).st_mode & 0o077  # noqa: PTH116
    ]
    return _say("secrets_open", names=", ".join(loose)) if loose else ""


def _key(settings: Settings) -> str:
    path = settings.home / "secrets" / KEY_FILE
    url = settings.database_url
    if not url and not (settings.home / "store.sqlite").exists():
        return ""
    try:
        open_store(settings.home, url).database.close()
    except KeyLostError:
        return _say("key_lost", path=path)
    except StorageDownError as error:
        return str(error)
    return ""


def _live(settings: Settings) -> str:
    try:
        answer = httpx.get(f"{settings.public_url}/health/ready", timeout=5)
    except httpx.HTTPError as error:
        return _say("no_answer", why=type(error).__name__)
    state = answer.json()
    bad = [f"{name} {value}" for name, value in state.items() if value not in ("ok", "degraded")]
    return "; ".join(bad)


CHECKS: tuple[Check, ...] = (
    ("facts", _facts),
    ("words", _replies),
    ("encoder", _encoder),
    ("index", _index),
    ("rasa", _rasa),
    ("tesseract", _tesseract),
    ("secrets", _secrets),
    ("key", _key),
    ("disk", _disk),
    ("running", _live),
)
