"""Rasa stopped, frozen, saying `[]` or garbage, while messages come in."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from bench.record import spread
from tests.fakes.rasa_server import Mood
from tests.reliability import load
from tests.reliability.stand import Stand

OPEN_AFTER = 5.0
"""Seconds from the first message after which the breaker must be open."""


async def failing(stand: Stand, mood: Mood, *, messages: int, rate: float) -> dict[str, Any]:
    """Milliseconds from the post to the reply's arrival, before and after the breaker opened."""
    stand.mood(mood)
    async with load.client() as http:
        posts = await load.stream(http, stand, rate, messages)
    answered = await load.until_answered(stand, {post.number for post in posts}, 60)
    begun = posts[0].at
    waits = {p.number: (answered[p.number] - p.at) * 1000 for p in posts if p.number in answered}
    first = [waits[p.number] for p in posts if p.at < begun + OPEN_AFTER and p.number in waits]
    later = [waits[p.number] for p in posts if p.at >= begun + OPEN_AFTER and p.number in waits]
    return {
        "messages": messages,
        "rate": rate,
        "answered": len(answered),
        "first_ms": spread(first),
        "open_ms": spread(later) if later else None,
    }


async def recovery(stand: Stand, *, seconds: float = 30.0) -> float | None:
    """Seconds from Rasa's being well again until it answers message after message."""
    begun, before = time.monotonic(), stand.mood("well")
    async with load.client() as http:
        while time.monotonic() < begun + seconds:
            await load.post(http, stand, next(stand.numbers), time.time())
            await asyncio.sleep(0.5)
            calls = stand.mood("well")
            if calls >= before + 2:
                return round(time.monotonic() - begun, 1)
    return None
