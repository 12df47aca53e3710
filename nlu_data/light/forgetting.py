"""A tracker store in memory that forgets: what was idle for a day, and what was erased."""

from __future__ import annotations

import time
from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore

IDLE_SECONDS = 86_400.0
"""A form left open for a day is taken up by nobody; our store is the record."""
LOOK_EVERY = 100
"""Saves between two looks for what is due."""


class ForgettingTrackerStore(InMemoryTrackerStore):  # type: ignore[misc]
    """As Rasa's own, but no conversation stays for ever."""

    def __init__(self, domain: Any, event_broker: Any = None, **kwargs: Any) -> None:
        self._heard: dict[str, float] = {}
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: Any) -> None:
        """A tracker without events is one that was erased: nothing of it stays."""
        now = time.monotonic()
        if not tracker.events:
            self._drop(tracker.sender_id)
            return
        await super().save(tracker)
        self._heard[tracker.sender_id] = now
        if len(self._heard) % LOOK_EVERY == 0:
            self.expire(now)

    def expire(self, now: float) -> int:
        """Drop what was idle too long; how many."""
        due = [name for name, at in self._heard.items() if now - at > IDLE_SECONDS]
        for name in due:
            self._drop(name)
        return len(due)

    def _drop(self, name: str) -> None:
        self._heard.pop(name, None)
        self.store.pop(name, None)
