"""A journal whose process ends at the worst moment."""

from __future__ import annotations

from library.journal import JournalError, MemoryJournal


class DyingJournal(MemoryJournal):
    """Its first outcome is lost, as when the process ends before it is written."""

    lost = 0

    async def finish(self, key: str, outcome: str) -> None:
        self.lost += 1
        if self.lost == 1:
            raise JournalError("gone")
        await super().finish(key, outcome)
