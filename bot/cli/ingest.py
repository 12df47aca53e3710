"""`thuthu ingest marc|texts`: the library's own records and texts in, then the index built."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import lines
from bot.settings import Settings
from retrieval.encoder import load
from retrieval.index.build import update
from retrieval.ingest import Report, ingest_marc, ingest_texts

app = typer.Typer(help="Bring records and texts in.", no_args_is_help=True)
Source = Annotated[Path, typer.Argument(exists=True)]


@app.command()
def marc(path: Source) -> None:
    """MARC 21, ISO 2709 or MARCXML."""
    _finish(ingest_marc(path, Settings().home))


@app.command()
def texts(folder: Source) -> None:
    """A folder of PDFs, scans and plain texts, each with its YAML sidecar."""
    _finish(ingest_texts(folder, Settings().home))


def _finish(report: Report) -> None:
    settings = Settings()
    update(settings.home, load(settings.encoder, settings.home))
    lines.emit(asdict(report) | {"seconds": round(report.seconds, 2)})
