"""Rasa's training, as a process that asks this one for its vectors."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.dialogue.rasa.vectors_endpoint import rasa_environment
from bot.setup.rasa import PYTHON
from bot.setup.steps import SetupError
from words import say


@contextmanager
def training(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Begun; the encoder answers it until it is left. Raises SetupError."""
    if not PYTHON.exists():
        raise SetupError(say("command_line", "doctor.rasa_missing"))
    with rasa_environment(home) as environment:
        yield subprocess.Popen(
            [str(PYTHON), "-m", "nlu_data.train"],
            env=environment,
        )
