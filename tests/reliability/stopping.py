"""SIGTERM in the midst of a stream of messages, again and again."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from tests.reliability import load
from tests.reliability.load import Post
from tests.reliability.stand import Stand

AGAIN_SECONDS = 0.5


async def stopping(stand: Stand, *, messages: int, rate: float, stops: int) -> dict[str, Any]:
    """`stops` times the app is told to end and is started anew; the platform repeats what was
    not acknowledged."""
    async with load.client() as http:

        async def kept(number: int, due: float) -> Post:
            """As a platform does: until a 200."""
            while True:
                post = await load.post(http, stand, number, due)
                if post.status == 200 or time.time() > due + 120:
                    return post
                await asyncio.sleep(AGAIN_SECONDS)

        stream = asyncio.create_task(load.steady(stand, rate, messages, kept))
        exits: list[float] = []
        codes: list[int | None] = []
        for _ in range(stops):
            await asyncio.sleep(messages / rate / (stops + 1))
            exits.append(await asyncio.to_thread(stand.stop))
            codes.append(stand.app.returncode if stand.app else None)
            await asyncio.to_thread(stand.start)
        posts = await stream
    numbers = {post.number for post in posts if post.status == 200}
    answered = await load.until_answered(stand, numbers, messages / rate + 60)
    return {
        "messages": messages,
        "rate": rate,
        "stops": stops,
        "acknowledged": len(numbers),
        "slowest_exit_seconds": round(max(exits), 2),
        "exit_codes": sorted({code for code in codes if code is not None}),
        "lost": len(numbers - answered.keys()),
        "doubled": len(load.doubled(stand)),
    }
