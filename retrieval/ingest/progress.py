"""Progress on standard error: standard output belongs to the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress, track

T = TypeVar("T")


def told(items: Sequence[T], what: str) -> Iterator[T]:
    """The items one by one, with a bar."""
    yield from track(items, description=what, console=Console(stderr=True))


def bar() -> Progress:
    """For work whose length is learnt on the way."""
    return Progress(transient=True, console=Console(stderr=True))
