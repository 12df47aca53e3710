"""Take due replies in order, render, send, and write what became of each."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from bot.store import outbox
from bot.store.conversations import Conversations
from bot.store.database import Database, StorageDownError
from bot.store.outbox import OutboxRow
from bot.worker.bell import Bell
from clock import Clock
from connectors.port import Channel, GaveUp, RetryLater, SendOutcome, Sent, Unknown

MAX_ATTEMPTS = 8
LONGEST_PAUSE = 3600.0
IDLE_SECONDS = 1.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the sender works with."""

    database: Database
    conversations: Conversations
    channels: Mapping[str, Channel]
    clock: Clock
    bell: Bell


async def run(desk: Desk, stopping: asyncio.Event) -> None:
    """Until `stopping`."""
    while not stopping.is_set():
        try:
            worked = await step(desk)
        except StorageDownError as error:
            logger.error("store down: %s", error)
            worked = False
        if not worked:
            with contextlib.suppress(TimeoutError):
                await desk.bell.wait(IDLE_SECONDS)


async def step(desk: Desk) -> bool:
    """Send what is due; False when nothing is."""
    now = desk.clock.now().timestamp()
    rows = await desk.database.run(lambda db: outbox.due(db, now))
    for row in rows:
        outcome = await _deliver(desk, row)
        await desk.database.run(partial(_record, row=row, outcome=outcome, now=now))
    return bool(rows)


async def _deliver(desk: Desk, row: OutboxRow) -> SendOutcome:
    conversation = await desk.database.run(
        lambda db: desk.conversations.get(db, row.conversation_id)
    )
    if conversation is None:
        return GaveUp("conversation erased")
    channel = desk.channels.get(conversation.channel)
    if channel is None:
        return GaveUp(f"no channel {conversation.channel}")
    rendered = channel.render(row.reply)
    outcome: SendOutcome = Sent()
    for number, payload in enumerate(rendered.payloads):
        outcome = await channel.send(conversation.chat_key, f"{row.message_id}.{number}", payload)
        if not isinstance(outcome, Sent):
            break
    return outcome


def _record(db: Connection, row: OutboxRow, outcome: SendOutcome, now: float) -> None:
    """A doubtful send of a plain text is tried once more; one that tells of a write is not."""
    match outcome:
        case Sent(receipt=receipt):
            outbox.sent(db, row.id, receipt)
        case GaveUp(reason=reason):
            outbox.failed(db, row.id, "dead", reason)
        case Unknown(reason=reason) if row.effect or row.attempts:
            outbox.failed(db, row.id, "unknown", reason)
        case Unknown(reason=reason):
            outbox.later(db, row, now + 5.0, reason)
        case RetryLater(reason=reason) if row.attempts + 1 >= MAX_ATTEMPTS:
            outbox.failed(db, row.id, "dead", reason)
        case RetryLater(reason=reason, after=after):
            pause = min(LONGEST_PAUSE, after * 2**row.attempts)
            outbox.later(db, row, now + pause, reason)
