"""Show that an answer is being written, for as long as it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from connectors.port import Channel, SignalsTyping

FIRST_SECONDS = 0.25
"""Most answers are there sooner: a signal would cost as much as the answer and tell nothing."""
REPEAT_SECONDS = 4.0
"""A signal lasts about five seconds (Bot API, sendChatAction)."""


@asynccontextmanager
async def shown(channel: Channel | None, chat_key: str) -> AsyncIterator[None]:
    """Soon, then again every four seconds; never in the way of the answer."""
    if not isinstance(channel, SignalsTyping):
        yield
        return
    signal = asyncio.create_task(_repeat(channel, chat_key))
    try:
        yield
    finally:
        signal.cancel()


async def _repeat(channel: SignalsTyping, chat_key: str) -> None:
    await asyncio.sleep(FIRST_SECONDS)
    while True:
        await channel.typing(chat_key)
        await asyncio.sleep(REPEAT_SECONDS)
