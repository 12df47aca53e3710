"""What set-up tells the person: one line a step, with its seconds; all else goes to a log.

On a terminal a bar moves while a step runs; into a file each finished step is one plain line.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from words import say


@contextmanager
def to_log(log: Path) -> Iterator[TextIO]:
    """Whatever this process and its children print goes to `log`; what is given is the person's
    own standard error."""
    log.parent.mkdir(parents=True, exist_ok=True)
    sys.stdout.flush()
    sys.stderr.flush()
    kept = [os.dup(1), os.dup(2)]
    with log.open("ab") as file, os.fdopen(os.dup(2), "w", encoding="utf-8") as person:
        try:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
            yield person
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for number, descriptor in enumerate(kept, start=1):
                os.dup2(descriptor, number)
                os.close(descriptor)


class Report:
    """Steps may run side by side; each is told when it ends."""

    def __init__(self, person: TextIO) -> None:
        self._console = Console(file=person, highlight=False, force_terminal=person.isatty())
        self._bars: Progress | None = None

    @contextmanager
    def running(self) -> Iterator[None]:
        """Around all steps."""
        if not self._console.is_terminal:
            yield
            return
        columns = (TextColumn("{task.description}"), BarColumn(pulse_style="cyan"))
        with Progress(
            *columns, TimeElapsedColumn(), console=self._console, transient=True
        ) as self._bars:
            yield
        self._bars = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """`name` is a key of `command_line` > `setup`."""
        begun = time.monotonic()
        bar = self._bar(name)
        try:
            yield
        except BaseException:
            self._ended("setup.failed", name, begun, bar)
            raise
        self._ended("setup.done", name, begun, bar)

    def _bar(self, name: str) -> TaskID | None:
        if self._bars is None:
            return None
        return self._bars.add_task(_named(name), total=None)

    def _ended(self, how: str, name: str, begun: float, bar: TaskID | None) -> None:
        if self._bars is not None and bar is not None:
            self._bars.remove_task(bar)
        seconds = f"{time.monotonic() - begun:.0f}"
        self._console.print(say("command_line", how, what=_named(name), seconds=seconds))


def _named(name: str) -> str:
    return say("command_line", f"setup.{name}")
