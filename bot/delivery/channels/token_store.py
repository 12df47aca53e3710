"""The Zalo pair of tokens, sealed in the store."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from bot.store.database import Database
from bot.store.facts import ChannelFacts
from clock import Clock
from connectors.zalo.oa import Pair

CHANNEL, NAME = "zalo", "tokens"


@dataclass(frozen=True, slots=True)
class StoredTokens:
    """Satisfies TokenStore: a saved pair is on the disk when `save` returns."""

    database: Database
    facts: ChannelFacts
    clock: Clock

    async def load(self) -> Pair | None:
        text = await self.database.run(lambda db: self.facts.get(db, CHANNEL, NAME))
        return None if text is None else Pair(**json.loads(text))

    async def save(self, pair: Pair) -> None:
        text, now = json.dumps(asdict(pair)), self.clock.now().timestamp()
        await self.database.run(lambda db: self.facts.put(db, CHANNEL, NAME, text, now))
