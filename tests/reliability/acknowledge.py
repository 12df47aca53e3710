"""How fast a webhook is answered while turns are taken; and a locked store says 503."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import time
from typing import Any

from bench.record import spread
from tests.fakes.rasa_server import Mood
from tests.reliability import load
from tests.reliability.stand import Stand


async def acknowledge(stand: Stand, *, rate: float, seconds: float, mood: Mood) -> dict[str, Any]:
    """Milliseconds from the moment a message was due to its 200."""
    stand.mood(mood)
    async with load.client() as http:
        posts = await load.stream(http, stand, rate, int(rate * seconds))
    stand.mood("well")
    refused = sum(post.status != 200 for post in posts)
    return {"rate": rate, "seconds": seconds, "rasa": mood, "not_200": refused} | spread(
        [post.ms for post in posts]
    )


async def locked(stand: Stand, *, seconds: float, rate: float) -> dict[str, Any]:
    """Another process holds the store: every answer is 503, and what is repeated is answered."""
    async with load.client() as http:
        with contextlib.closing(
            sqlite3.connect(stand.home / "store.sqlite", isolation_level=None, timeout=10)
        ) as other:
            other.execute("BEGIN EXCLUSIVE")
            posts = await load.stream(http, stand, rate, int(rate * seconds))
            other.execute("ROLLBACK")
        begun = time.time()
        left = {post.number for post in posts}
        while left and time.time() < begun + 60:
            again = [await load.post(http, stand, number, time.time()) for number in sorted(left)]
            left = {post.number for post in again if post.status != 200}
            await asyncio.sleep(0.1)
    resumed = time.time() - begun
    numbers = {post.number for post in posts}
    answered = await load.until_answered(stand, numbers, 60)
    return {
        "messages": len(posts),
        "not_503": sum(post.status != 503 for post in posts),
        "slowest_ms": round(max(post.ms for post in posts), 1),
        "resumed_seconds": round(resumed, 2),
        "lost": len(numbers - answered.keys()),
        "doubled": len(load.doubled(stand)),
    }
