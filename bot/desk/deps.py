"""What the desk's pages and calls are given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.desk.windows import ALWAYS, Window
from bot.dialogue.replies import Replies
from bot.store.conversations import Conversation
from bot.store.opened import Store
from clock import Clock
from retrieval.port import Searcher


def _always(_conversation: Conversation, _now: float) -> Window:
    return ALWAYS


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
    window: Callable[[Conversation, float], Window] = _always
    """Whether a reader can still be answered at a moment."""
    requests: bool = False
    """Whether readers' requests are carried out at the desk, on a page of their own."""

    def now(self) -> float:
        return self.clock.now().timestamp()
