"""`thuthu index status|update`: what is indexed, when and from where; bring it up to date."""

from __future__ import annotations

from dataclasses import asdict
from sqlite3 import Error as StoreError
from typing import Annotated

import typer

from bot.cli import lines
from bot.settings import Settings
from retrieval.encoder import load
from retrieval.index import build, layout
from retrieval.index.state import state

app = typer.Typer(help="The search index.", no_args_is_help=True)


@app.command()
def status() -> None:
    """One object: the version served, its counts, model and time; the sources and their rejects."""
    try:
        found = state(Settings().home)
    except StoreError as error:
        lines.fail(f"the record store cannot be read: {error}", code=1)
    if found.fault:
        lines.fail(found.fault, code=1)
    lines.emit(asdict(found))


@app.command()
def update(
    anew: Annotated[bool, typer.Option(help="Build everything, not only what changed.")] = False,
    words_only: Annotated[
        bool, typer.Option(help="Leave many new vectors to a later update.")
    ] = False,
) -> None:
    """Index what changed; all of it where the encoder is another one. Readers never notice."""
    settings = Settings()
    try:
        encoder = load(settings.encoder, settings.home)
        served = build.update(settings.home, encoder, anew=anew, words_only=words_only)
    except (OSError, StoreError) as error:
        lines.fail(str(error), code=1)
    lines.emit({"version": served.name, **layout.facts(served)})
