"""Claim the oldest message of a free conversation, take its turn, close it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from bot.delivery.worker import typing_signal as typing
from bot.delivery.worker.admission import Pace
from bot.delivery.worker.turn_limit import fit
from bot.delivery.worker.wakeup import Bell
from bot.dialogue.turn.close import close
from bot.dialogue.turn.result import TurnResult
from bot.dialogue.turn.turn import Parts, say, take_turn
from bot.store import inbox
from bot.store.choices import Choices, Chosen, Stale
from bot.store.conversations import Conversation, Conversations
from bot.store.database import Database, StorageDownError
from bot.store.inbox import MAX_ATTEMPTS, InboxRow
from bot.store.links import Links
from clock import Clock
from connectors.messages import Button, Reply
from connectors.port import Channel

WORKERS = 12
"""Turns wait for Rasa more than they compute. At five messages a second none waits behind another
that waits for a Rasa that hangs; after five such the breaker knows."""
IDLE_SECONDS = 2.0
"""A slow look at the inbox besides the bell, for what a dead worker gave back."""
AGAIN_SECONDS = 0.2
"""Between the attempts at a message whose turn broke, doubled each time."""
DOWN_SECONDS = 0.5
"""Between the attempts at keeping an answer while the store is down."""
Seen = Callable[[InboxRow, Channel | None], Awaitable[InboxRow]]
"""Makes words of what a reader sent besides words, where that can be done."""
logger = logging.getLogger(__name__)


async def as_sent(row: InboxRow, _channel: Channel | None) -> InboxRow:
    """Looks at nothing."""
    return row


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
    choices: Choices
    channels: Mapping[str, Channel]
    seen: Seen = as_sent
    pace: Pace = field(default_factory=lambda: Pace(WORKERS))


@dataclass(frozen=True, slots=True)
class _Task:
    """A claimed message and all that its turn needs of the store."""

    row: InboxRow
    conversation: Conversation
    patron_id: str | None
    stale: bool


async def run(rooms: Rooms, stopping: asyncio.Event) -> None:
    """Until `stopping`; the message in hand is finished first."""
    while not stopping.is_set():
        try:
            async with rooms.pace.turn():
                worked = await step(rooms)
        except StorageDownError as error:
            logger.error("store down: %s", error)
            worked = False
        if not worked:
            await _rest(rooms)
    rooms.inbox_bell.ring()


async def _rest(rooms: Rooms) -> None:
    """Until the bell; in the quiet, what a dead worker left is given back."""
    try:
        await rooms.inbox_bell.wait(IDLE_SECONDS)
    except TimeoutError:
        now = rooms.clock.now().timestamp()
        with contextlib.suppress(StorageDownError):
            await rooms.database.run(lambda db: inbox.reclaim(db, now))


async def step(rooms: Rooms) -> bool:
    """Answer one message; False when none is free to be taken."""
    now = rooms.clock.now().timestamp()
    task = await rooms.database.run(lambda db: _take(db, rooms, now))
    if task is None:
        return False
    rooms.inbox_bell.ring()
    begun = time.perf_counter()
    result = await _turn(rooms, task)
    if result is not None:
        ms = (time.perf_counter() - begun) * 1000
        await _close(rooms, task, result, ms)
    rooms.outbox_bell.ring()
    rooms.closed.set()
    return True


def _take(db: Connection, rooms: Rooms, now: float) -> _Task | None:
    row = inbox.claim(db, now)
    if row is None:
        return None
    conversation = rooms.conversations.get(db, row.conversation_id)
    if conversation is None:
        raise RuntimeError(f"inbox row {row.id} has no conversation")
    patron = rooms.links.patron(db, conversation.id)
    pressed = row.payload is not None
    meant = None
    if pressed or conversation.owner == "bot":
        meant = rooms.choices.resolve(db, conversation.id, row.text, row.payload, now)
    if isinstance(meant, Chosen):
        row = replace(row, text=meant.title, payload=meant.payload)
    return _Task(row, conversation, patron, isinstance(meant, Stale))


async def _turn(rooms: Rooms, task: _Task) -> TurnResult | None:
    """None when the message goes back to be tried again."""
    row, channel = task.row, rooms.channels.get(task.conversation.channel)
    if row.attempts > MAX_ATTEMPTS:
        return _given_up(rooms, row)
    if task.stale:
        return TurnResult((Reply(say(rooms.parts, "turn.stale", row.id)),), ("info_told",))
    try:
        async with typing.shown(channel, task.conversation.chat_key):
            read = await rooms.seen(row, channel)
            result = await take_turn(read, task.conversation, task.patron_id, rooms.parts)
        return replace(result, replies=fit(result.replies, channel))
    except Exception:
        # The boundary: whatever broke, the reader's message is not lost.
        logger.exception("turn %s failed, attempt %s", row.id, row.attempts)
        if row.attempts >= MAX_ATTEMPTS:
            return _given_up(rooms, row)
        await asyncio.sleep(AGAIN_SECONDS * 2 ** (row.attempts - 1))
        await rooms.database.run(lambda db: _back(db, row))
        return None


def _back(db: Connection, row: InboxRow) -> None:
    if inbox.holds(db, row):
        inbox.close(db, row.id, "waiting")


def _given_up(rooms: Rooms, row: InboxRow) -> TurnResult:
    """Every attempt broke: the reader is told, and offered a librarian."""
    button = Button(say(rooms.parts, "button.librarian", row.id), "/ask_librarian")
    reply = Reply(say(rooms.parts, "turn.trouble", row.id), (button,))
    return TurnResult((reply,), ("failed",), degraded="every attempt broke")


async def _close(rooms: Rooms, task: _Task, result: TurnResult, ms: float) -> None:
    now = rooms.clock.now().timestamp()
    row, conversation = task.row, task.conversation

    def kept(db: Connection) -> bool:
        if not inbox.holds(db, row):
            return False
        close(
            db,
            row,
            conversation,
            result,
            conversations=rooms.conversations,
            links=rooms.links,
            now=now,
            ms=ms,
        )
        return True

    if not await rooms.database.keep(kept, DOWN_SECONDS):
        logger.error("turn %s was slower than its lease: another worker has it", row.id)
        return
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
