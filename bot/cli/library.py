"""`thuthu library`: what will work with the library's own system, tried with a card for trying."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from bot.app.library_system import LibrarySettingsError, open_library
from bot.cli import exports, lines
from bot.settings import Settings
from clock import SystemClock
from library.check import Line, check
from library.facts import FactsError
from library.facts import load as load_facts
from words import of

HELP = of("command_line")["library"]
SIGNS = {"works": "✓", "fails": "✗", "untried": "–"}
app = typer.Typer(help=HELP["all"], no_args_is_help=True)


app.command("preview", help=HELP["preview_help"])(exports.preview)
app.command("load", help=HELP["load_help"])(exports.load)


@app.command("check", help=HELP["check"])
def check_system(
    card: Annotated[str, typer.Option(prompt=HELP["card"], help=HELP["card"])],
    pin: Annotated[str, typer.Option(prompt=HELP["pin"], hide_input=True, help=HELP["pin"])],
    biblio: Annotated[list[str] | None, typer.Option(help=HELP["biblio"])] = None,
) -> None:
    """Every call in turn, nothing written; exits 1 when one fails."""
    settings = Settings()
    try:
        facts = load_facts(settings.facts)
        system = open_library(settings, SystemClock(settings.today), facts)
    except (FactsError, LibrarySettingsError) as error:
        lines.fail(str(error), code=1)
    lines.say(HELP["asked"].format(system=settings.library))
    found: tuple[Line, ...] = asyncio.run(check(system, card, pin, biblio or ()))
    for line in found:
        lines.say(f"{SIGNS[line.verdict]} {line.name}: {line.told}")
    raise typer.Exit(1 if any(line.verdict == "fails" for line in found) else 0)
