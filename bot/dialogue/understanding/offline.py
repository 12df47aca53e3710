"""Understanding without a running stack: Rasa's environment, started once for the input."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.dialogue.port import Understood
from bot.dialogue.rasa.vectors_endpoint import rasa_environment
from bot.dialogue.understanding.needs import Part, needs, parts, together
from bot.dialogue.understanding.parse import understood
from bot.setup.rasa import PYTHON

LONGEST = 4_000
"""Characters parsed; what a channel lets through."""


class ParserError(RuntimeError):
    """The parser did not start or stopped answering; the message has its last words."""


class Parser:
    """A parse worker: one text in, one Understood out."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def understand(self, text: str) -> Understood:
        """All needs of the message in order."""
        whole = self._parse(text)
        cut = parts(text)
        if len(cut) == 1:
            return whole
        pieces = [(part, self._parse(part.text)) for part in cut]
        chosen = needs(whole, pieces)
        if not chosen:
            return whole
        kept = [piece for piece in pieces if piece[0] in chosen]
        return together(kept) if kept else whole

    def _parse(self, text: str) -> Understood:
        clean = text[:LONGEST].encode("utf-8", "replace").decode()
        if not clean.strip() or clean.lstrip().startswith("/"):
            return Understood("out_of_scope", 0.0, ("out_of_scope",))
        if self._process.stdin is None or self._process.stdout is None:
            raise ParserError("the parser has no pipes")
        self._process.stdin.write(json.dumps(clean) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise ParserError("the parser stopped; is the model trained? try `make train`")
        parse: dict[str, Any] = json.loads(line)
        return understood(parse)


@contextmanager
def parser(home: Path) -> Iterator[Parser]:
    """A started parser, ended when left. Raises ParserError."""
    if not PYTHON.exists():
        raise ParserError("Rasa's environment is missing: run `make run` once")
    with (
        rasa_environment(home) as environment,
        subprocess.Popen(
            [str(PYTHON), "-m", "nlu_data.light.run", "parse"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=environment,
        ) as process,
    ):
        try:
            yield Parser(process)
        finally:
            if process.stdin:
                process.stdin.close()
            process.terminate()


def understand_all(home: Path, texts: Sequence[str]) -> list[Understood]:
    """Every text in order."""
    with parser(home) as worker:
        return [worker.understand(text) for text in texts]


__all__ = ["Parser", "ParserError", "Part", "parser", "understand_all"]
