"""What waits for the store's thread, in two lines: what goes first, and the rest."""

from __future__ import annotations

import threading
from collections import deque
from typing import Generic, TypeVar

J = TypeVar("J")


class Jobs(Generic[J]):
    """Put from any thread, taken by one."""

    def __init__(self) -> None:
        self._first: deque[J] = deque()
        self._others: deque[J] = deque()
        self._changed = threading.Condition()
        self._ended = False

    def put(self, job: J, *, first: bool) -> None:
        with self._changed:
            (self._first if first else self._others).append(job)
            self._changed.notify()

    def end(self) -> None:
        """What waits is still taken; then `next` gives nothing."""
        with self._changed:
            self._ended = True
            self._changed.notify()

    def next(self, most: int) -> tuple[list[J], bool]:
        """Up to `most` of one line, when there are any, and whether they are those that go
        first; none only after the end."""
        with self._changed:
            while not (self._first or self._others or self._ended):
                self._changed.wait()
            first = bool(self._first)
            line = self._first if first else self._others
            return [line.popleft() for _ in range(min(most, len(line)))], first

    def pressed(self, jobs: list[J]) -> bool:
        """Whether what goes first came while others are done; `jobs` then go back before those
        that wait, and are taken again after it."""
        with self._changed:
            if not self._first:
                return False
            self._others.extendleft(reversed(jobs))
            return True

    def rest(self) -> list[J]:
        """All that waits just now."""
        with self._changed:
            found = [*self._first, *self._others]
            self._first.clear()
            self._others.clear()
            return found
