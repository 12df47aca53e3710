"""Carry due replies to their channels: many conversations at once, each in its order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field

from bot.delivery.sender.outgoing_part import DispatchPolicy, OutgoingPart, Selected
from bot.delivery.sender.record import Attempt, record
from bot.delivery.worker.wakeup import Wakeup
from bot.store import outbox
from bot.store.database import Database, StorageDownError, Transaction
from clock import Clock
from connectors.messages import Reply
from connectors.port import RetryLater, SendOutcome, Sent, Unknown

IDLE_SECONDS = 1.0
AT_ONCE = 32
"""Messages on the wire together; at 300 ms each that is 100 a second, above every channel."""
PATIENCE = 30.0
"""A channel that has not answered by then leaves a doubt."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SenderDeps:
    """What the sender works with. `doubt` follows a confirmation whose answer was lost."""

    database: Database
    policy: DispatchPolicy
    clock: Clock
    wakeup: Wakeup
    doubt: Reply | None = None
    lanes: set[asyncio.Task[None]] = field(default_factory=set)


async def run(deps: SenderDeps, stopping: asyncio.Event) -> None:
    """Until `stopping`; what is on the wire then is waited for and recorded."""
    await recover(deps)
    while not stopping.is_set():
        try:
            selected = await select_due(deps, AT_ONCE - len(deps.lanes))
        except StorageDownError as error:
            logger.error("store down: %s", error)
            selected = Selected((), IDLE_SECONDS)
        for part in selected.parts:
            lane = asyncio.create_task(_carry(deps, part))
            deps.lanes.add(lane)
            lane.add_done_callback(deps.lanes.discard)
        wait = IDLE_SECONDS if selected.wait is None or not selected.wait else selected.wait
        with contextlib.suppress(TimeoutError):
            await deps.wakeup.wait(min(wait, IDLE_SECONDS))
    if deps.lanes:
        await asyncio.wait(deps.lanes)


async def step(deps: SenderDeps) -> bool:
    """Send what is due and wait for it; False when nothing is."""
    selected = await select_due(deps, AT_ONCE)
    await asyncio.gather(*(_carry(deps, part) for part in selected.parts))
    return bool(selected.parts)


async def select_due(deps: SenderDeps, room: int) -> Selected:
    """Mark what may leave now."""
    now = deps.clock.now().timestamp()
    return await deps.database.run(lambda db: deps.policy.select(db, now, max(0, room)))


async def recover(deps: SenderDeps) -> int:
    """At a start: what was on its way when the process died is in doubt. The number of them."""
    now = deps.clock.now().timestamp()
    lost = Unknown("the process ended while it was on its way")

    def settle(db: Transaction) -> int:
        rows = outbox.doubtful(db)
        for row in rows:
            attempt = Attempt(row, "", row.part + 1, now)
            record(db, attempt, lost, deps.policy.conversations, deps.doubt)
        return len(rows)

    return await deps.database.run(settle)


async def _carry(deps: SenderDeps, part: OutgoingPart) -> None:
    outcome = await _send(part)
    name, row = part.channel.name, part.row
    if isinstance(outcome, RetryLater) and outcome.throttled:
        deps.policy.limiter.throttled(
            name, row.conversation_id, outcome.after, everyone=outcome.everyone
        )
    if isinstance(outcome, Sent):
        deps.policy.limiter.went_well(name)
    else:
        logger.warning("send %s.%s on %s: %s", row.message_id, row.part, name, outcome)
    attempt = Attempt(row, name, part.parts, deps.clock.now().timestamp())
    await deps.database.keep(
        lambda db: record(db, attempt, outcome, deps.policy.conversations, deps.doubt),
        IDLE_SECONDS,
    )
    deps.wakeup.ring()


async def _send(part: OutgoingPart) -> SendOutcome:
    message_id = f"{part.row.message_id}.{part.row.part}"
    try:
        return await asyncio.wait_for(
            part.channel.send(part.chat_key, message_id, part.payload), PATIENCE
        )
    except TimeoutError:
        return Unknown("no answer")
    except Exception as error:
        # The boundary: a connector must not raise; if it does, nobody knows what left.
        logger.exception("channel %s raised", part.channel.name)
        return Unknown(type(error).__name__)
