"""Answers kept for a while, so that what was just asked is not asked again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

from clock import Clock

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `most` values, each for `seconds`; the oldest leaves first."""

    def __init__(self, clock: Clock, seconds: float, most: int = 20_000) -> None:
        self._clock = clock
        self._seconds = seconds
        self._most = most
        self._values: dict[K, tuple[float, V]] = {}

    def get(self, key: K) -> V | None:
        until, value = self._values.get(key, (0.0, None))
        return value if self._clock.monotonic() < until else None

    def put(self, key: K, value: V) -> None:
        self._values.pop(key, None)
        while len(self._values) >= self._most:
            del self._values[next(iter(self._values))]
        self._values[key] = (self._clock.monotonic() + self._seconds, value)
