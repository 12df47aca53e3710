"""`thuthu index status`: what is indexed, when, and how much."""

from __future__ import annotations

import typer

from bot.cli import lines
from bot.settings import Settings
from retrieval.index import layout

app = typer.Typer(help="The search index.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keeps `status` a command of its own."""


@app.command()
def status() -> None:
    """One object: the served version, its counts, model and time."""
    try:
        folder = layout.served(Settings().home)
    except layout.IndexBrokenError as error:
        lines.fail(str(error), code=1)
    lines.emit({"version": folder.name, **layout.facts(folder)})
