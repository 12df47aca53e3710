"""`thuthu library`: the library's own system chosen, tried with a card for trying, and kept."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import typer
from pydantic import SecretStr, ValidationError

from bot.app.holdings import RecordHoldings
from bot.app.library_system import LibrarySettingsError, open_library
from bot.cli import env_file, exports, lines
from bot.settings import CHECKOUT, Settings
from clock import SystemClock
from library.check import Line, check, check_without_accounts
from library.facts import FactsError
from library.facts import load as load_facts
from library.port import LibrarySystem, keeps_accounts
from words import of

HELP = of("command_line")["library"]
SIGNS = {"works": "✓", "fails": "✗", "untried": "–", "absent": "○"}
SYSTEMS = ("koha", "sip2", "exports", "none")
ASKED: Mapping[str, tuple[str, ...]] = {
    "koha": ("koha_url", "koha_client_id", "koha_client_secret"),
    "sip2": ("sip2_url", "sip2_user", "sip2_password", "sip2_institution"),
    "exports": (),
    "none": (),
}
"""What is asked for each; the other settings of a system are for its odd cases."""
WORKS_TRIED = 5

app = typer.Typer(help=HELP["all"], invoke_without_command=True)
app.command("preview", help=HELP["preview_help"])(exports.preview)
app.command("load", help=HELP["load_help"])(exports.load)
Card = Annotated[str, typer.Option(help=HELP["card"])]
Pin = Annotated[str, typer.Option(help=HELP["pin"])]
Biblios = Annotated[list[str] | None, typer.Option(help=HELP["biblio"])]


@app.callback()
def begin(context: typer.Context) -> None:
    """Without a command of its own: guided."""
    if context.invoked_subcommand is None:
        guide()


@app.command("check", help=HELP["check"])
def check_system(card: Card = "", pin: Pin = "", biblio: Biblios = None) -> None:
    """Every call in turn, nothing written; exits 1 when one fails."""
    failed = _tried(Settings(), card, pin, biblio or ())
    raise typer.Exit(1 if failed else 0)


@app.command("guide", help=HELP["guide"])
def guide(
    system: Annotated[
        Literal["koha", "sip2", "exports", "none"] | None, typer.Option(help=HELP["system"])
    ] = None,
    *,
    setting: Annotated[list[str] | None, typer.Option("--set", help=HELP["set"])] = None,
    card: Card = "",
    pin: Pin = "",
    biblio: Biblios = None,
    save: Annotated[bool | None, typer.Option("--save/--no-save", help=HELP["save"])] = None,
) -> None:
    """Which system, where, by what account; each call tried; kept where wished."""
    chosen = system or _choice()
    given = _given(chosen, setting or ())
    wanted = {name: given.get(name) or _answer(name, chosen) for name in ASKED[chosen]}
    values = {"library": chosen, **wanted, **given}
    failed = _tried(_with(values), card, pin, biblio or ())
    if save is None:
        save = somebody_sits() and typer.confirm(HELP["ask.save"], default=not failed)
    if save:
        file = CHECKOUT / ".env"
        env_file.put(file, {f"THUTHU_{name.upper()}": value for name, value in values.items()})
        lines.say(HELP["saved"].format(path=file))
    raise typer.Exit(1 if failed else 0)


def somebody_sits() -> bool:
    """Before a terminal, who can be asked."""
    return sys.stdin.isatty()


def _choice() -> str:
    lines.say(HELP["ask.system"])
    for number, name in enumerate(SYSTEMS, start=1):
        lines.say(f"  {number}. {HELP[f'system.{name}']}")
    _needs_a_person("--system")
    number = 0
    while not 1 <= number <= len(SYSTEMS):
        number = typer.prompt(HELP["ask.number"], type=int, err=True)
    return SYSTEMS[number - 1]


def _given(chosen: str, pairs: Sequence[str]) -> dict[str, str]:
    """`name=value` each, of the system's own settings."""
    found = {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        name = name.strip().lower().removeprefix("thuthu_")
        if not mark or not name.startswith(f"{chosen}_") or name not in Settings.model_fields:
            known = (f for f in Settings.model_fields if f.startswith(f"{chosen}_"))
            lines.fail(HELP["bad_setting"].format(given=pair, known=", ".join(known)))
        found[name] = value
    return found


def _answer(name: str, chosen: str) -> str:
    """What stands set already is offered; secrets are not shown."""
    now = getattr(Settings(), name)
    kept = now.get_secret_value() if isinstance(now, SecretStr) else str(now or "")
    if not somebody_sits():
        if not kept and name in (f"{chosen}_url",):
            lines.fail(HELP["missing"].format(option=f"--set {name}=…"))
        return kept
    secret = isinstance(now, SecretStr)
    return str(
        typer.prompt(
            HELP[f"ask.{name}"], default=kept, hide_input=secret, show_default=not secret, err=True
        )
    )


def _needs_a_person(option: str) -> None:
    if not somebody_sits():
        lines.fail(HELP["missing"].format(option=option))


def _with(values: Mapping[str, str]) -> Settings:
    try:
        return Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        lines.fail(f"{first['loc'][0]}: {first['msg']}")


def _tried(settings: Settings, card: str, pin: str, biblios: Sequence[str]) -> bool:
    """Tells the table; whether anything fails."""
    try:
        facts = load_facts(settings.facts)
        system = open_library(settings, SystemClock(settings.today), facts)
    except (FactsError, LibrarySettingsError) as error:
        lines.fail(str(error), code=1)
    if keeps_accounts(system):
        card, pin = card or _asked("card"), pin or _asked("pin")
    lines.say(HELP["asked"].format(system=HELP[f"system.{settings.library}"]))
    found = asyncio.run(_checked(system, settings, card, pin, biblios))
    for line in found:
        lines.say(f"{SIGNS[line.verdict]} {line.name}: {line.told}")
    return any(line.verdict == "fails" for line in found)


def _asked(what: Literal["card", "pin"]) -> str:
    _needs_a_person(f"--{what}")
    return str(typer.prompt(HELP[what], hide_input=what == "pin", err=True))


async def _checked(
    system: LibrarySystem, settings: Settings, card: str, pin: str, biblios: Sequence[str]
) -> tuple[Line, ...]:
    """Works of the catalogue are asked about where none is named."""
    named = biblios or await RecordHoldings(settings.home).some(WORKS_TRIED)
    try:
        if keeps_accounts(system):
            return await check(system, card, pin, named)
        return await check_without_accounts(system, named)
    finally:
        if hasattr(system, "close"):
            await system.close()
