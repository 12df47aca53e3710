"""`thuthu setup`: build once what serving needs; unchanged parts are passed over."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import lines
from bot.dialogue.rasa.training import training
from bot.settings import Settings
from bot.setup.steps import NO_DEMO, STEPS, prepare
from words import say


def setup(
    home: Annotated[
        Path | None, typer.Option(help="Where to build (default: THUTHU_HOME).")
    ] = None,
    today: Annotated[str, typer.Option(help="Seed the demo for this day, YYYY-MM-DD.")] = "",
    only: Annotated[str, typer.Option(help="One step alone.")] = "",
    skip: Annotated[str, typer.Option("--except", help="Leave one step out.")] = "",
    no_demo: Annotated[
        bool, typer.Option("--no-demo", help="Without the demo's works, cards and circulation.")
    ] = False,
) -> None:
    """Encoder, demo library, typing model, catalogue, texts, index, Rasa's model."""
    for name in (only, skip):
        if name and name not in STEPS:
            lines.fail(f"no step {name}; there are: {', '.join(STEPS)}")
    settings = Settings()
    place = (home or settings.home).resolve()
    day = datetime.strptime(today, "%Y-%m-%d").date() if today else None  # noqa: DTZ007
    begun = time.monotonic()
    chosen = [name for name in STEPS if name in (only or name) and name != skip]
    steps = [only] if only else chosen
    if no_demo:
        steps = [NO_DEMO if name == "demo" else name for name in steps]
    prepare(settings, place, day, steps, training)
    if no_demo:
        lines.say(say("command_line", "setup.no_demo"))
    lines.say(say("command_line", "setup.ready", seconds=f"{time.monotonic() - begun:.0f}"))
