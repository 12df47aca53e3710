"""`thuthu index status|update`: what is indexed, when and from where; bring it up to date."""

from __future__ import annotations

from dataclasses import asdict
from sqlite3 import Error as StoreError
from typing import Annotated, Any

import typer

from bot.cli import lines
from bot.settings import Settings
from retrieval.encoder import load
from retrieval.index import build, layout
from retrieval.records import Store

app = typer.Typer(help="The search index.", no_args_is_help=True)


@app.command()
def status() -> None:
    """One object: the version served, its counts, model and time; the sources and their rejects."""
    home = Settings().home
    store = Store(home)
    sources = [asdict(run) for run in store.runs()]
    waiting = {"works": store.last("work"), "pages": store.last("page")}
    store.close()
    try:
        folder = layout.served(home)
    except layout.IndexBrokenError as error:
        lines.fail(str(error), code=1)
    facts: dict[str, Any] = layout.facts(folder)
    behind = sum(last - facts.get(f"{kind}_upto", 0) for kind, last in waiting.items())
    lines.emit({"version": folder.name, **facts, "behind": behind, "sources": sources})


@app.command()
def update(
    anew: Annotated[bool, typer.Option(help="Build everything, not only what changed.")] = False,
) -> None:
    """Index what changed; all of it where the encoder is another one. Readers never notice."""
    settings = Settings()
    try:
        served = build.update(settings.home, load(settings.encoder, settings.home), anew=anew)
    except (OSError, StoreError) as error:
        lines.fail(str(error), code=1)
    lines.emit({"version": served.name, **layout.facts(served)})
