"""`thuthu evaluate …`: quality, each as one JSON object."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli import lines
from bot.dialogue.understanding.offline import ParserError
from bot.settings import Settings
from evaluation import dialogues as evaluate_dialogues
from evaluation import nlu as nlu_evaluation

app = typer.Typer(help="Measure quality.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)]
Json = Annotated[bool, typer.Option("--json", help="Always on: one object.")]


@app.command()
def nlu(files: Files, json: Json = True) -> None:
    """Intents and entities on labelled utterances, per intent and per style."""
    try:
        lines.emit(nlu_evaluation.evaluate(files, Settings().home))
    except (ParserError, ValueError) as error:
        lines.fail(str(error), code=1)


@app.command()
def retrieval(
    beir: Annotated[Path, typer.Option(exists=True, file_okay=False, help="BEIR's layout.")],
    styles: Annotated[str, typer.Option(help="Comma list.")] = "clean,no_accents,telex,vni,typo",
    json: Json = True,
) -> None:
    """Questions over texts: ours and two baselines, in each style of typing."""
    from evaluation import retrieval as evaluation  # noqa: PLC0415 - imports the baselines

    settings = Settings()
    names = [name.strip() for name in styles.split(",") if name.strip()]
    try:
        lines.emit(evaluation.evaluate(beir, names, settings.home, settings.encoder))
    except (OSError, ValueError) as error:
        lines.fail(str(error), code=1)


@app.command()
def catalogue(
    marc: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    topics: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    json: Json = True,
) -> None:
    """Known titles as readers type them, and topics by class, beside two baselines."""
    from evaluation import catalogue as evaluation  # noqa: PLC0415 - imports the baselines

    settings = Settings()
    try:
        lines.emit(evaluation.evaluate(marc, topics, settings.home, settings.encoder))
    except (OSError, ValueError) as error:
        lines.fail(str(error), code=1)


@app.command()
def typing(
    data: Annotated[Path | None, typer.Option(help="Folder of the evaluation data.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One object instead of a table.")] = False,
) -> None:
    """Readings of text typed in every style: right, harmed, milliseconds, memory."""
    from evaluation import typed_text as typing_evaluation  # noqa: PLC0415 - reads a catalogue
    from evaluation.typing_texts import folder  # noqa: PLC0415

    try:
        with redirect_stdout(sys.stderr):
            found = typing_evaluation.evaluate(data or folder())
    except ValueError as error:
        lines.fail(str(error), code=1)
    if json:
        lines.emit(found)
    else:
        typer.echo(typing_evaluation.table(found))


@app.command()
def dialogues(file: File, json: Json = True) -> None:
    """Scripted conversations, played on an assistant started for them."""
    from evaluation.assistant_fixture import play  # noqa: PLC0415 - builds the whole app

    found: dict[str, Any] = play(file, evaluate_dialogues.evaluate)
    lines.emit(found)
