"""`thuthu normalise`: text as typed to text as meant."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from bot.cli import lines
from vietnamese.reading import read


def normalise(
    json: Annotated[bool, typer.Option("--json", help='Lines of {"text"} in and out.')] = False,
) -> None:
    """Read lines from standard input and print each as it was meant."""
    if not json:
        for line in sys.stdin:
            typer.echo(read(line.rstrip("\n")).meant)
        return
    for value in lines.objects(sys.stdin):
        reading = read(value["text"])
        lines.emit(
            value
            | {
                "normalised": reading.meant,
                "style": reading.style,
                "confidence": round(reading.confidence, 4),
                "alternatives": list(reading.alternatives),
                "tokens": [token._asdict() for token in reading.tokens],
            }
        )
