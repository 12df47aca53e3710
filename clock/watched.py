"""A value read from files, read again when they change; while they are broken the last good one."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Generic, TypeVar

T = TypeVar("T")
LOOK_SECONDS = 2.0
"""Between two looks at the files: some twenty `stat` calls, under half a millisecond."""


class Watched(Generic[T]):
    """`load` reads the files under `folders`; `errors` are what it raises for a broken one.

    The first reading raises; later ones leave the value as it was.
    """

    def __init__(
        self,
        load: Callable[[], T],
        folders: Sequence[Path],
        errors: tuple[type[Exception], ...],
        *,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._load = load
        self._folders = tuple(folders)
        self._errors = errors
        self._monotonic = monotonic
        self._seen = self._state()
        self._value = load()
        self._next = monotonic() + LOOK_SECONDS
        self._fault = ""

    def __call__(self) -> T:
        """The value as of at most LOOK_SECONDS ago."""
        now = self._monotonic()
        if now >= self._next:
            self._next = now + LOOK_SECONDS
            self._look()
        return self._value

    @property
    def fault(self) -> str:
        """Why the latest files are not used (seen up to LOOK_SECONDS late); empty when they are."""
        self()
        return self._fault

    def _look(self) -> None:
        state = self._state()
        if state == self._seen:
            return
        self._seen = state
        try:
            self._value = self._load()
        except self._errors as error:
            self._fault = str(error)
        else:
            self._fault = ""

    def _state(self) -> tuple[tuple[str, int, int], ...]:
        """Name, time and size of every file; a file that goes away while looked at is none."""
        found = []
        for folder in self._folders:
            for path in sorted(folder.rglob("*.yaml")):
                try:
                    stat = path.stat()
                except OSError:
                    continue
                found.append((str(path), stat.st_mtime_ns, stat.st_size))
        return tuple(found)
