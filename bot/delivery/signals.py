"""What the parts of a running assistant wake and stop each other with."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.delivery.worker.wakeup import Wakeup


@dataclass(frozen=True, slots=True)
class Signals:
    """One set for each assistant."""

    inbox: Wakeup = field(default_factory=Wakeup)
    """There may be a message to take."""
    outbox: Wakeup = field(default_factory=Wakeup)
    """There may be a reply to send."""
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever a message was closed, for whoever waits for an answer."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
