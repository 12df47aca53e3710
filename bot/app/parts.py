"""Everything built once, and the tasks that run while the app does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from bot.app.available import AvailableNow
from bot.delivery.channels.registry import Lines
from bot.delivery.intake import Dispatch
from bot.delivery.worker.admission import Pace
from bot.delivery.worker.wakeup import Bell
from bot.dialogue.actions.services import Services
from bot.dialogue.port import Engine
from bot.dialogue.rasa.reply_buffer import Tray
from bot.dialogue.turn.turn import Parts
from bot.linking.router import Linking
from bot.privacy.seal import Sealer
from bot.settings import Settings
from bot.store import inbox
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.links import Links
from clock import Clock
from connectors.messages import Inbound
from connectors.port import Channel
from retrieval.port import Encoder


@dataclass(slots=True)
class App:
    """The assembled assistant."""

    settings: Settings
    clock: Clock
    database: Database
    sealer: Sealer
    conversations: Conversations
    links: Links
    services: Services
    encoder: Encoder
    available: AvailableNow
    tray: Tray
    http: httpx.AsyncClient
    engine: Engine
    parts: Parts
    linking: Linking
    rasa_token: str
    channels: Mapping[str, Channel]
    lines: Lines
    dispatch: Dispatch
    inbox_bell: Bell
    pace: Pace
    outbox_bell: Bell = field(default_factory=Bell)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    stopping: asyncio.Event = field(default_factory=asyncio.Event)

    async def accept(self, inbound: Inbound) -> bool:
        """Store a message durably; False when it was stored before. Raises StorageDownError."""
        now = self.clock.now().timestamp()
        fresh = await self.database.run(
            lambda db: inbox.accept(db, self.conversations, inbound, now), first=True
        )
        if fresh:
            self.inbox_bell.ring()
        return fresh
