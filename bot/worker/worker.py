"""Claim the oldest message of a free conversation, take its turn, close it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from dataclasses import dataclass

from bot.store import inbox
from bot.store.conversations import Conversation, Conversations
from bot.store.database import Database, StorageDownError
from bot.store.inbox import MAX_ATTEMPTS, InboxRow
from bot.store.links import Links
from bot.turn.close import close
from bot.turn.result import TurnResult
from bot.turn.turn import Parts, take_turn
from bot.worker.bell import Bell
from clock import Clock

WORKERS = 4
IDLE_SECONDS = 2.0
"""A slow look at the inbox besides the bell, for what a dead worker gave back."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rooms:
    """What workers work with."""

    database: Database
    conversations: Conversations
    links: Links
    parts: Parts
    clock: Clock
    inbox_bell: Bell
    outbox_bell: Bell
    closed: asyncio.Event
    """Set whenever a message was closed, for whoever waits for an answer."""


async def run(rooms: Rooms, stopping: asyncio.Event) -> None:
    """Until `stopping`; the message in hand is finished first."""
    while not stopping.is_set():
        try:
            worked = await step(rooms)
        except StorageDownError as error:
            logger.error("store down: %s", error)
            worked = False
        if not worked:
            with contextlib.suppress(TimeoutError):
                await rooms.inbox_bell.wait(IDLE_SECONDS)


async def step(rooms: Rooms) -> bool:
    """Answer one message; False when none is free to be taken."""
    now = rooms.clock.now().timestamp()
    row = await rooms.database.run(lambda db: inbox.claim(db, now))
    if row is None:
        await rooms.database.run(lambda db: inbox.reclaim(db, now))
        return False
    rooms.inbox_bell.ring()
    begun = time.perf_counter()
    conversation, patron_id = await _look_up(rooms, row)
    result = await _turn(rooms, row, conversation, patron_id)
    if result is not None:
        ms = (time.perf_counter() - begun) * 1000
        await _close(rooms, row, conversation, result, ms)
    rooms.outbox_bell.ring()
    rooms.closed.set()
    return True


async def _look_up(rooms: Rooms, row: InboxRow) -> tuple[Conversation, str | None]:
    conversation = await rooms.database.run(
        lambda db: rooms.conversations.get(db, row.conversation_id)
    )
    if conversation is None:
        raise RuntimeError(f"inbox row {row.id} has no conversation")
    patron = await rooms.database.run(lambda db: rooms.links.patron(db, conversation.id))
    return conversation, patron


async def _turn(
    rooms: Rooms, row: InboxRow, conversation: Conversation, patron_id: str | None
) -> TurnResult | None:
    """None when the message was given up or goes back to be tried again."""
    try:
        return await take_turn(row, conversation, patron_id, rooms.parts)
    except Exception:
        # The boundary: whatever broke, the reader's message is not lost.
        logger.exception("turn %s failed, attempt %s", row.id, row.attempts)
        state = "failed" if row.attempts >= MAX_ATTEMPTS else "waiting"
        await rooms.database.run(lambda db: inbox.close(db, row.id, state))
        return None


async def _close(
    rooms: Rooms, row: InboxRow, conversation: Conversation, result: TurnResult, ms: float
) -> None:
    now = rooms.clock.now().timestamp()
    await rooms.database.run(
        lambda db: close(
            db,
            row,
            conversation,
            result,
            conversations=rooms.conversations,
            links=rooms.links,
            now=now,
            ms=ms,
        )
    )
    if result.effects.erase or result.effects.unlink:
        await rooms.parts.engine.forget(conversation.id)
    logger.info(
        "turn %s: %s acts=%s degraded=%s ms=%.0f",
        row.id,
        conversation.channel,
        ",".join(result.acts),
        result.degraded,
        ms,
    )
