"""Claim the oldest message of a free conversation, take its turn, close it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.delivery.signals import Signals
from bot.delivery.worker import typing_signal
from bot.delivery.worker.admission import AdmissionControl
from bot.delivery.worker.turn_limit import fit
from bot.dialogue.port import TurnResult
from bot.dialogue.turn.close import close
from bot.dialogue.turn.turn import TurnDeps, say, take_turn, trouble
from bot.dialogue.turn.waiting import Standing
from bot.store import handoffs, inbox
from bot.store.choices import Choices, Chosen, Stale
from bot.store.conversations import Conversation
from bot.store.database import StorageDownError, Transaction
from bot.store.inbox import MAX_ATTEMPTS, InboxRow
from bot.store.opened import Store
from clock import Clock
from connectors.messages import Reply
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
Loop = Coroutine[Any, Any, None]
"""What runs until the assistant stops."""
logger = logging.getLogger(__name__)


async def as_sent(row: InboxRow, _channel: Channel | None) -> InboxRow:
    """Looks at nothing."""
    return row


@dataclass(frozen=True, slots=True)
class WorkerDeps:
    """What workers work with."""

    store: Store
    turn: TurnDeps
    clock: Clock
    signals: Signals
    choices: Choices
    channels: Mapping[str, Channel]
    seen: Seen = as_sent
    admission: AdmissionControl = field(default_factory=lambda: AdmissionControl(WORKERS))


@dataclass(frozen=True, slots=True)
class _Task:
    """A claimed message and all that its turn needs of the store."""

    row: InboxRow
    conversation: Conversation
    patron_id: str | None
    stale: bool
    standing: Standing | None = None


async def run(deps: WorkerDeps, stopping: asyncio.Event) -> None:
    """Until `stopping`; the message in hand is finished first."""
    while not stopping.is_set():
        try:
            async with deps.admission.turn():
                worked = await step(deps)
        except StorageDownError as error:
            logger.error("store down: %s", error)
            worked = False
        if not worked:
            await _rest(deps)
    deps.signals.inbox.ring()


async def _rest(deps: WorkerDeps) -> None:
    """Until the bell; in the quiet, what a dead worker left is given back."""
    try:
        await deps.signals.inbox.wait(IDLE_SECONDS)
    except TimeoutError:
        now = deps.clock.now().timestamp()
        with contextlib.suppress(StorageDownError):
            await deps.store.database.run(lambda db: inbox.reclaim(db, now))


async def step(deps: WorkerDeps) -> bool:
    """Answer one message; False when none is free to be taken."""
    now = deps.clock.now().timestamp()
    task = await deps.store.database.run(lambda db: _take(db, deps, now))
    if task is None:
        return False
    deps.signals.inbox.ring()
    begun = time.perf_counter()
    result = await _turn(deps, task)
    if result is not None:
        ms = (time.perf_counter() - begun) * 1000
        await _close(deps, task, result, ms)
    deps.signals.outbox.ring()
    deps.signals.closed.set()
    return True


def _take(db: Transaction, deps: WorkerDeps, now: float) -> _Task | None:
    row = inbox.claim(db, now)
    if row is None:
        return None
    conversation = deps.store.conversations.get(db, row.conversation_id)
    if conversation is None:
        raise RuntimeError(f"inbox row {row.id} has no conversation")
    patron = deps.store.links.patron(db, conversation.id, now)
    pressed = row.payload is not None
    meant = None
    if pressed or conversation.owner in ("bot", "queue"):
        meant = deps.choices.resolve(db, conversation.id, row.text, row.payload, now)
    if isinstance(meant, Chosen):
        row = replace(row, text=meant.title, payload=meant.payload)
    standing = _standing(db, conversation.id) if conversation.owner == "queue" else None
    return _Task(row, conversation, patron, isinstance(meant, Stale), standing)


def _standing(db: Transaction, conversation_id: str) -> Standing | None:
    place, seconds = handoffs.place(db, conversation_id), handoffs.usual_wait(db)
    if place is None:
        return None
    return Standing(place, None if seconds is None else max(1, round(seconds / 60)))


async def _turn(deps: WorkerDeps, task: _Task) -> TurnResult | None:
    """None when the message goes back to be tried again."""
    row, channel = task.row, deps.channels.get(task.conversation.channel)
    if row.attempts > MAX_ATTEMPTS:
        return trouble(deps.turn, row.id, "every attempt broke")
    if task.stale:
        return TurnResult((Reply(say(deps.turn, "turn.stale", row.id)),), ("info_told",))
    try:
        async with typing_signal.shown(channel, task.conversation.chat_key):
            read = await deps.seen(row, channel)
            result = await take_turn(
                read, task.conversation, task.patron_id, deps.turn, task.standing
            )
        return replace(result, replies=fit(result.replies, channel))
    except Exception:
        # The boundary: whatever broke, the reader's message is not lost.
        logger.exception("turn %s failed, attempt %s", row.id, row.attempts)
        if row.attempts >= MAX_ATTEMPTS:
            return trouble(deps.turn, row.id, "every attempt broke")
        await asyncio.sleep(AGAIN_SECONDS * 2 ** (row.attempts - 1))
        await deps.store.database.run(lambda db: _back(db, row))
        return None


def _back(db: Transaction, row: InboxRow) -> None:
    if inbox.holds(db, row):
        inbox.close(db, row.id, "waiting")


async def _close(deps: WorkerDeps, task: _Task, result: TurnResult, ms: float) -> None:
    now = deps.clock.now().timestamp()
    row, conversation = task.row, task.conversation

    def kept(db: Transaction) -> bool:
        if not inbox.holds(db, row):
            return False
        close(
            db,
            row,
            conversation,
            result,
            conversations=deps.store.conversations,
            links=deps.store.links,
            now=now,
            ms=ms,
        )
        return True

    if not await deps.store.database.keep(kept, DOWN_SECONDS):
        logger.error("turn %s was slower than its lease: another worker has it", row.id)
        return
    if result.effects.erase or result.effects.unlink:
        await deps.turn.engine.forget(conversation.id)
    logger.info(
        "turn %s: %s acts=%s degraded=%s ms=%.0f",
        row.id,
        conversation.channel,
        ",".join(result.acts),
        result.degraded,
        ms,
    )
