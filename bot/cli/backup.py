"""`thuthu backup`, `thuthu backup verify`, `thuthu restore`: the whole library in one file."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import httpx
import typer

from bot.app import backup as copies
from bot.cli import lines
from bot.settings import Settings
from clock import SystemClock
from words import of, say

HELP = of("command_line")["backup"]
app = typer.Typer(help=HELP["all"])


@app.callback(invoke_without_command=True)
def make(ctx: typer.Context) -> None:
    """Without a command of its own: a new copy, checked; the oldest beyond the kept ones go."""
    if ctx.invoked_subcommand is not None:
        return
    settings = Settings()
    try:
        made = copies.make(settings, SystemClock(settings.today).now())
    except copies.BackupError as error:
        lines.fail(str(error), code=1)
    copies.prune(settings)
    if not settings.backup_passphrase.get_secret_value():
        lines.say(say("command_line", "backup.no_passphrase"))
    lines.emit({"file": str(made), "bytes": made.stat().st_size})


@app.command(help=HELP["verify"])
def verify(file: Annotated[Path | None, typer.Argument(help=HELP["which"])] = None) -> None:
    """The latest copy, or the one named: put back beside, every row compared."""
    settings = Settings()
    found = file or max(settings.own_backups.glob(f"*{copies.SUFFIX}"), default=None)
    if found is None:
        lines.fail(say("command_line", "backup.none"), code=1)
    try:
        told = copies.verify(found, settings.backup_passphrase.get_secret_value())
    except copies.BackupError as error:
        lines.fail(str(error), code=1)
    lines.emit({"file": str(found), **asdict(told)})


def restore(file: Annotated[Path, typer.Argument(help=HELP["which"])]) -> None:
    """Put a copy in place of what is stored; what stood there is kept beside."""
    settings = Settings()
    if _serving(settings):
        lines.fail(say("command_line", "backup.stop_first"), code=1)
    words = settings.backup_passphrase.get_secret_value()
    try:
        aside = copies.restore(file, settings, words, SystemClock(None).now())
    except copies.BackupError as error:
        lines.fail(str(error), code=1)
    lines.say(say("command_line", "backup.restored", aside=aside))


def _serving(settings: Settings) -> bool:
    try:
        httpx.get(f"http://127.0.0.1:{settings.port}/health/live", timeout=2)
    except httpx.HTTPError:
        return False
    return True
