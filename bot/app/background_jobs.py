"""What runs beside the requests: polling, set-up at the platform, staff events, purging."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol, cast

from bot.app.supervise import Start
from bot.delivery.channels import quota
from bot.delivery.channels.registry import ADDRESSES, OVERLAP_SECONDS, ChannelRegistry
from bot.delivery.intake import Intake
from bot.delivery.staff_replies import StaffReplies
from bot.rights.retention import purge
from bot.store.database import StorageDownError
from connectors.port import Channel, Polls

FIRST_PAUSE, MAX_PAUSE = 1.0, 60.0
STAFF_SECONDS = 1.0
PURGE_SECONDS = 3600.0
QUOTA_SECONDS = 3600.0
logger = logging.getLogger(__name__)


class SetsUp(Protocol):
    """A channel whose webhook is told to the platform by a call."""

    async def set_up(self, address: str | None) -> None: ...


class HasSecrets(Protocol):
    """A channel whose webhook is authenticated by a secret."""

    secrets: tuple[str, ...]


def background_jobs(
    registry: ChannelRegistry,
    intake: Intake,
    staff: StaffReplies,
    public_url: str,
    stopping: asyncio.Event,
    *,
    keep_days: int = 60,
) -> list[tuple[str, Start]]:
    """Name and start of each; all end soon after `stopping`."""
    found: list[tuple[str, Start]] = [
        ("staff", partial(every, STAFF_SECONDS, _staff(intake, staff), stopping)),
        ("purge", partial(every, PURGE_SECONDS, _purge(intake, keep_days), stopping)),
    ]
    if quota.CHANNEL in registry.channels:
        found.append(("quota", partial(every, QUOTA_SECONDS, _quota(registry, intake), stopping)))
    for name, channel in registry.channels.items():
        found.append((f"{name} secrets", partial(_forget_secrets, channel, stopping)))
        polled = name in registry.polled
        address = None if polled else f"{public_url}/webhooks/{ADDRESSES[name]}"
        if hasattr(channel, "set_up"):
            found.append((name, partial(_set_up, channel, address, intake, stopping)))
    return found


async def _set_up(
    channel: Channel, address: str | None, intake: Intake, stopping: asyncio.Event
) -> None:
    """Never a condition of the start: an unreachable platform leaves all else untouched. Then
    the polling, where there is no webhook."""
    pause = FIRST_PAUSE
    while not stopping.is_set():
        try:
            if address is None or address.startswith("https://"):
                await cast("SetsUp", channel).set_up(address)
        except Exception as error:
            # The boundary: whatever the platform's library raises, it is tried again.
            logger.warning("%s not set up: %s", channel.name, type(error).__name__)
            pause = await _wait(pause, stopping)
        else:
            break
    if address is None and isinstance(channel, Polls):
        await _poll(channel, channel, intake, stopping)


async def _poll(channel: Channel, source: Polls, intake: Intake, stopping: asyncio.Event) -> None:
    pause = FIRST_PAUSE
    while not stopping.is_set():
        asking = asyncio.create_task(source.poll())
        ending = asyncio.create_task(stopping.wait())
        await asyncio.wait({asking, ending}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        if not asking.done():
            asking.cancel()
            return
        try:
            requests = asking.result()
        except Exception as error:
            # The boundary: as above.
            logger.warning("%s does not answer: %s", channel.name, type(error).__name__)
            pause = await _wait(pause, stopping)
            continue
        pause = FIRST_PAUSE
        for request in requests:
            await _kept(intake, channel, request, stopping)


async def _kept(intake: Intake, channel: Channel, request: Any, stopping: asyncio.Event) -> None:
    """Until it is stored: the platform thinks it delivered."""
    while not stopping.is_set():
        try:
            await intake.receive(channel, request)
        except StorageDownError:
            await _wait(FIRST_PAUSE, stopping)
        else:
            return


async def every(
    seconds: float, work: Callable[[], Awaitable[object]], stopping: asyncio.Event
) -> None:
    """Again and again, `seconds` apart, until `stopping`."""
    while not stopping.is_set():
        try:
            await work()
        except StorageDownError as error:
            logger.error("store down: %s", error)
        await _wait(seconds, stopping)


async def _wait(seconds: float, stopping: asyncio.Event) -> float:
    """The next pause, doubled up to a minute."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
    return min(2 * seconds, MAX_PAUSE)


def _staff(intake: Intake, staff: StaffReplies) -> Callable[[], Awaitable[None]]:
    async def check() -> None:
        now = intake.door.clock.now().timestamp()
        await intake.store.database.run(lambda db: staff.settle(db, now))

    return check


def _quota(registry: ChannelRegistry, intake: Intake) -> Callable[[], Awaitable[None]]:
    async def check() -> None:
        now = intake.door.clock.now()
        found = await intake.store.database.run(
            lambda db: quota.nearing(db, registry.settings, now)
        )
        if found is None:
            registry.warnings.pop(quota.CHANNEL, None)
        elif registry.warnings.get(quota.CHANNEL) != found:
            logger.warning("%s: %s", quota.CHANNEL, found)
            registry.warnings[quota.CHANNEL] = found

    return check


async def _forget_secrets(channel: Channel, stopping: asyncio.Event) -> None:
    """Of two webhook secrets only the newest is taken after the overlap."""
    if len(getattr(channel, "secrets", ())) < 2:
        return
    await _wait(OVERLAP_SECONDS, stopping)
    cast("HasSecrets", channel).secrets = cast("HasSecrets", channel).secrets[:1]


def _purge(intake: Intake, keep_days: int) -> Callable[[], Awaitable[None]]:
    async def forget() -> None:
        now = intake.door.clock.now().timestamp()
        await purge(intake.store.database, now, keep_days=keep_days)

    return forget
