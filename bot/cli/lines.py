"""JSON lines on standard input and output, UTF-8 whatever the terminal says."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, NoReturn, TextIO

import typer


def objects(source: TextIO) -> Iterator[dict[str, Any]]:
    """Each line's object. Exits 2 with the line's number when one is not an object."""
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            fail(f"line {number}: not JSON: {error}")
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            fail(f'line {number}: expected an object with "text"')
        yield value


def emit(value: object) -> None:
    """One line; lone surrogates stay escaped so that the line is valid UTF-8."""
    line = json.dumps(value, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(value)
    sys.stdout.write(line + "\n")


def utf8() -> None:
    """Speak UTF-8 on all three streams; what is not UTF-8 comes in as replacement marks."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def say(text: str) -> None:
    """A word to the person, on standard error."""
    typer.echo(text, err=True)


def fail(text: str, code: int = 2) -> NoReturn:
    """Say why and leave with an error code."""
    say(text)
    raise typer.Exit(code)
