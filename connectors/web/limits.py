"""How often one reader may write: a sliding window per key, in memory."""

from __future__ import annotations

from collections import OrderedDict, deque

MAX_KEYS = 10_000
"""Keys remembered; the longest silent are forgotten first."""


class Window:
    """At most `count` events in `seconds` for each key."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count, self._seconds = count, seconds
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str, now: float) -> bool:
        """Counts the event when it is allowed."""
        times = self._seen.setdefault(key, deque())
        self._seen.move_to_end(key)
        while len(self._seen) > MAX_KEYS:
            self._seen.popitem(last=False)
        while times and times[0] <= now - self._seconds:
            times.popleft()
        if len(times) >= self._count:
            return False
        times.append(now)
        return True
