"""All commands of `thuthu`, each imported when it is called: a start takes what it needs alone."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from bot.cli import lines
from bot.settings import CHECKOUT

COMMANDS = {
    "serve": "bot.cli.serve:serve",
    "setup": "bot.cli.setup:setup",
    "chat": "bot.cli.chat:chat",
    "ask": "bot.cli.ask:ask",
    "search": "bot.cli.search:search",
    "normalise": "bot.cli.normalise:normalise",
    "understand": "bot.cli.understand:understand",
    "doctor": "bot.cli.doctor:doctor",
    "library": "bot.cli.library:app",
    "settings": "bot.cli.settings:settings",
    "channels": "bot.cli.channels:app",
    "ingest": "bot.cli.ingest:app",
    "index": "bot.cli.index:app",
    "evaluate": "evaluation.commands:app",
    "labels": "bot.cli.labels:app",
    "backup": "bot.cli.backup:app",
    "restore": "bot.cli.backup:restore",
    "staff": "bot.cli.staff:app",
}


class LateGroup(TyperGroup):
    """Finds its commands by name in `COMMANDS`: functions, or apps with commands of their own."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, attribute = place.partition(":")
        found = getattr(import_module(module), attribute)
        holder = typer.Typer(add_completion=False)
        holder.callback()(lambda: None)
        if isinstance(found, typer.Typer):
            holder.add_typer(found, name=cmd_name)
        else:
            holder.command(cmd_name)(found)
        return get_group(holder).get_command(ctx, cmd_name)


app = typer.Typer(
    cls=LateGroup,
    help="Thủ Thư, the reader-services assistant of Vietnamese public libraries.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def main() -> None:
    """Speak UTF-8, whatever the terminal; find what was built, whatever the folder. What is
    written is for this user alone: records, copies and logs hold readers' matters."""
    os.umask(0o077)
    lines.utf8()
    os.environ.setdefault("THUTHU_HOME", str(CHECKOUT / "var"))
