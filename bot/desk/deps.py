"""What the desk's pages and calls are given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.dialogue.replies import Replies
from bot.store.opened import Store
from clock import Clock
from retrieval.port import Searcher


@dataclass(frozen=True, slots=True)
class DeskDeps:
    """`home` holds the index whose state is shown."""

    store: Store
    clock: Clock
    searcher: Searcher
    replies: Replies
    library_name: str
    public_url: str
    home: Path
    replied: Callable[[], object]
    """To be called when something was put in the outbox."""
    stopping: asyncio.Event
    faults: Mapping[str, Callable[[], str]]
    """By name, why the library's latest `words` or `facts` are not used; empty when they are."""

    def now(self) -> float:
        return self.clock.now().timestamp()
