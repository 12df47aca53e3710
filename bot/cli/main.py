"""All commands of `thuthu`."""

from __future__ import annotations

import typer

from bot.cli import channels, evaluate, index, ingest, labels, lines
from bot.cli.ask import ask
from bot.cli.chat import chat
from bot.cli.doctor import doctor
from bot.cli.normalise import normalise
from bot.cli.search import search
from bot.cli.serve import serve
from bot.cli.setup import setup
from bot.cli.understand import understand

app = typer.Typer(
    help="Thủ Thư, the reader-services assistant of Vietnamese public libraries.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (serve, setup, chat, ask, search, normalise, understand, doctor):
    app.command()(command)
app.add_typer(channels.app, name="channels")
app.add_typer(ingest.app, name="ingest")
app.add_typer(index.app, name="index")
app.add_typer(evaluate.app, name="evaluate")
app.add_typer(labels.app, name="labels")


@app.callback()
def main() -> None:
    """Speak UTF-8, whatever the terminal."""
    lines.utf8()
