"""`thuthu ingest marc|oai|csv|texts`: the library's own records and texts in, then indexed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from sqlite3 import Error as StoreError
from typing import Annotated, Literal

import typer

from bot.app.indexing import start
from bot.cli import lines
from bot.settings import Settings
from retrieval.encoder import load
from retrieval.index.build import update
from retrieval.index.state import state
from retrieval.ingest import HarvestError, Report, ingest_marc, ingest_oai, ingest_table
from retrieval.ingest import ingest_texts as ingest_folder

app = typer.Typer(help="Bring records and texts in.", no_args_is_help=True)
Source = Annotated[Path, typer.Argument(exists=True)]
Json = Annotated[bool, typer.Option("--json", help="Always on: one object.")]


@app.command()
def marc(
    path: Source,
    source: Annotated[str, typer.Option(help="Name of the source; the file's name if none.")] = "",
    partial: Annotated[bool, typer.Option(help="The file holds changes only.")] = False,
    json: Json = True,
) -> None:
    """MARC 21, ISO 2709 or MARCXML. Records the file no longer has are deleted."""
    _run(lambda home: ingest_marc(path, home, source=source, partial=partial))


@app.command()
def oai(
    address: Annotated[str, typer.Argument(help="Base address, https://…/oai")],
    prefix: Annotated[Literal["marcxml", "oai_dc"], typer.Option()] = "marcxml",
    of_set: Annotated[str, typer.Option("--set", help="Only this set.")] = "",
    anew: Annotated[bool, typer.Option(help="Everything, not only what changed.")] = False,
    json: Json = True,
) -> None:
    """Harvest over OAI-PMH: what changed since the last time."""
    _run(lambda home: ingest_oai(address, home, prefix=prefix, of_set=of_set, anew=anew))


@app.command()
def csv(
    path: Source,
    columns: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="YAML map of field: column.")
    ] = None,
    json: Json = True,
) -> None:
    """A catalogue in CSV or Excel. Rows the table no longer has are deleted."""
    _run(lambda home: ingest_table(path, home, columns))


@app.command()
def texts(folder: Source, json: Json = True) -> None:
    """A folder of PDF, scans, DOCX, EPUB, TXT, METS/ALTO, each with its YAML sidecar."""
    _run(lambda home: ingest_folder(folder, home))


def _run(ingest: Callable[[Path], Report]) -> None:
    """Records in and searched by their words; vectors of many follow in the background."""
    settings = Settings()
    begun = time.monotonic()
    try:
        report = ingest(settings.home)
        update(settings.home, load(settings.encoder, settings.home), words_only=True)
        waiting = state(settings.home).unembedded
    except (OSError, ValueError, HarvestError, StoreError) as error:
        lines.fail(str(error), code=1)
    if waiting:
        start(settings.home, settings.encoder)
    seconds = round(time.monotonic() - begun, 2)
    lines.emit(asdict(report) | {"seconds": seconds, "vectors_waiting": waiting})
