"""Carry due replies to their channels: many conversations at once, each in its order."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.delivery.sender.outgoing_part import Counter, Parcel, Taken
from bot.delivery.sender.record import Attempt, record
from bot.delivery.worker.wakeup import Bell
from bot.store import outbox
from bot.store.database import Database, StorageDownError
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
class Desk:
    """What the sender works with. `doubt` follows a confirmation whose answer was lost."""

    database: Database
    counter: Counter
    clock: Clock
    bell: Bell
    doubt: Reply | None = None
    lanes: set[asyncio.Task[None]] = field(default_factory=set)


async def run(desk: Desk, stopping: asyncio.Event) -> None:
    """Until `stopping`; what is on the wire then is waited for and recorded."""
    await recover(desk)
    while not stopping.is_set():
        try:
            taken = await take(desk, AT_ONCE - len(desk.lanes))
        except StorageDownError as error:
            logger.error("store down: %s", error)
            taken = Taken((), IDLE_SECONDS)
        for parcel in taken.parcels:
            lane = asyncio.create_task(_carry(desk, parcel))
            desk.lanes.add(lane)
            lane.add_done_callback(desk.lanes.discard)
        wait = IDLE_SECONDS if taken.wait is None or not taken.wait else taken.wait
        with contextlib.suppress(TimeoutError):
            await desk.bell.wait(min(wait, IDLE_SECONDS))
    if desk.lanes:
        await asyncio.wait(desk.lanes)


async def step(desk: Desk) -> bool:
    """Send what is due and wait for it; False when nothing is."""
    taken = await take(desk, AT_ONCE)
    await asyncio.gather(*(_carry(desk, parcel) for parcel in taken.parcels))
    return bool(taken.parcels)


async def take(desk: Desk, room: int) -> Taken:
    """Mark what may leave now."""
    now = desk.clock.now().timestamp()
    return await desk.database.run(lambda db: desk.counter.take(db, now, max(0, room)))


async def recover(desk: Desk) -> int:
    """At a start: what was on its way when the process died is in doubt. The number of them."""
    now = desk.clock.now().timestamp()
    lost = Unknown("the process ended while it was on its way")

    def settle(db: Connection) -> int:
        rows = outbox.doubtful(db)
        for row in rows:
            attempt = Attempt(row, "", row.part + 1, now)
            record(db, attempt, lost, desk.counter.conversations, desk.doubt)
        return len(rows)

    return await desk.database.run(settle)


async def _carry(desk: Desk, parcel: Parcel) -> None:
    outcome = await _send(parcel)
    name, row = parcel.channel.name, parcel.row
    if isinstance(outcome, RetryLater) and outcome.throttled:
        desk.counter.limiter.throttled(
            name, row.conversation_id, outcome.after, everyone=outcome.everyone
        )
    if isinstance(outcome, Sent):
        desk.counter.limiter.went_well(name)
    else:
        logger.warning("send %s.%s on %s: %s", row.message_id, row.part, name, outcome)
    attempt = Attempt(row, name, parcel.parts, desk.clock.now().timestamp())
    await desk.database.keep(
        lambda db: record(db, attempt, outcome, desk.counter.conversations, desk.doubt),
        IDLE_SECONDS,
    )
    desk.bell.ring()


async def _send(parcel: Parcel) -> SendOutcome:
    message_id = f"{parcel.row.message_id}.{parcel.row.part}"
    try:
        return await asyncio.wait_for(
            parcel.channel.send(parcel.chat_key, message_id, parcel.payload), PATIENCE
        )
    except TimeoutError:
        return Unknown("no answer")
    except Exception as error:
        # The boundary: a connector must not raise; if it does, nobody knows what left.
        logger.exception("channel %s raised", parcel.channel.name)
        return Unknown(type(error).__name__)
