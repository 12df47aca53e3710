"""`thuthu serve`: the assistant, with Rasa as its child."""

from __future__ import annotations

import logging
import secrets
import sys
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from bot.app.library_system import LibrarySettingsError
from bot.app.logs import configure
from bot.app.root import build
from bot.app.web import create_app
from bot.cli import lines
from bot.delivery.channels.registry import ChannelsError
from bot.delivery.channels.settings import ChannelSettings
from bot.desk.signing import ensure_first
from bot.settings import Settings
from bot.setup.demo.left_out import left_out
from bot.store.database import StorageDownError
from library.facts import FactsError
from words import WordsError, say

FAULTS = (
    FactsError,
    WordsError,
    LibrarySettingsError,
    ChannelsError,
    StorageDownError,
    FileNotFoundError,
)
"""What may be wrong with what is set or built; each names it."""
SWITCH_SECONDS = 0.001
"""The store computes on a thread of its own; at Python's 5 ms each answer to a webhook waited
for it several times."""
STOP_SECONDS = 4
"""Open requests get this long; with the tasks' own five seconds it stays under ten."""


def serve(
    without_rasa: Annotated[
        bool, typer.Option("--without-rasa", help="Rasa runs elsewhere (THUTHU_RASA_URL).")
    ] = False,
) -> None:
    """Serve until Ctrl-C."""
    settings = Settings()
    configure()
    try:
        assistant = build(settings, ChannelSettings())
    except (
        FactsError,
        WordsError,
        LibrarySettingsError,
        ChannelsError,
        StorageDownError,
        FileNotFoundError,
    ) as error:
        lines.fail(f"{error}\nTry `thuthu doctor`.", code=1)
    given = settings.librarian_password.get_secret_value()
    password = given or secrets.token_urlsafe(9)
    made = assistant.store.database.run_now(lambda db: ensure_first(db, password))
    web = create_app(assistant, with_rasa=not without_rasa)
    lines.say(say("command_line", "serve.at", url=settings.public_url))
    if made and not given:
        lines.say(say("command_line", "serve.first_staff", password=password))
    if settings.library == "demo" and not left_out(settings.home):
        lines.say(say("command_line", "serve.trial_card"))
    lines.say(say("command_line", "serve.stop"))
    listen(web, settings)


def listen(web: FastAPI, settings: Settings) -> None:
    """Until a signal; then what is in hand is finished first."""
    sys.setswitchinterval(SWITCH_SECONDS)
    uvicorn.run(
        web,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=STOP_SECONDS,
        server_header=False,
    )
    logging.shutdown()
