"""What runs beside the requests: workers, sender, Rasa, jobs; started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import httpx

from bot.app.available import AvailableNow
from bot.app.background_jobs import background_jobs, every
from bot.app.indexing import IndexDeps, follow
from bot.app.warm import WarmDeps, warm
from bot.delivery.channels.registry import ChannelRegistry
from bot.delivery.intake import Intake
from bot.delivery.notices.scheduler import Notices
from bot.delivery.requests_told import RequestsTold
from bot.delivery.sender import sender
from bot.delivery.signals import Signals
from bot.delivery.staff_replies import StaffReplies
from bot.delivery.worker import worker
from bot.dialogue.rasa.process import RasaProcess
from bot.store import inbox
from bot.store.opened import Store
from library.port import LibrarySystem

NOTICE_SECONDS = 600.0
REQUESTS_SECONDS = 60.0
"""Readers are told at once when the desk closes a request; this is for what a crash left."""
STOP_SECONDS = 5.0
"""For the turns and sends in hand, and Rasa beside them. What is not done by then is on the
disk and goes on at the next start."""


@runtime_checkable
class Closes(Protocol):
    """A library system that keeps connections."""

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class LoopDeps:
    """One object for each loop. `rasa` is None where it runs elsewhere, `notices` where nobody
    is to be told of due dates."""

    store: Store
    signals: Signals
    http: httpx.AsyncClient
    available: AvailableNow
    library: LibrarySystem
    worker: worker.WorkerDeps
    sender: sender.SenderDeps
    warm: WarmDeps
    index: IndexDeps
    registry: ChannelRegistry
    intake: Intake
    staff: StaffReplies
    public_url: str
    notices: Notices | None
    requests: RequestsTold | None
    rasa: RasaProcess


@asynccontextmanager
async def running(deps: LoopDeps, *, with_rasa: bool) -> AsyncIterator[None]:
    """Messages left running by a crash are given back first; the ones in hand are finished."""
    deps.available.attach(asyncio.get_running_loop())
    now = deps.worker.clock.now().timestamp()
    await deps.store.database.run(lambda db: inbox.reclaim(db, now, everything=True))
    tasks = [asyncio.create_task(loop) for loop in _loops(deps)]
    if with_rasa:
        tasks.append(asyncio.create_task(deps.rasa.run()))
    try:
        yield
    finally:
        deps.signals.stopping.set()
        deps.signals.inbox.ring()
        deps.signals.outbox.ring()
        if with_rasa:
            tasks.append(asyncio.create_task(deps.rasa.stop()))
        await asyncio.wait(tasks, timeout=STOP_SECONDS)
        await deps.http.aclose()
        if isinstance(deps.library, Closes):
            await deps.library.close()
        deps.store.database.close()


def _loops(deps: LoopDeps) -> Iterable[worker.Loop]:
    stopping = deps.signals.stopping
    for _ in range(worker.WORKERS):
        yield worker.run(deps.worker, stopping)
    yield deps.worker.admission.watch(stopping)
    yield sender.run(deps.sender, stopping)
    yield warm(deps.warm)
    yield follow(deps.index)
    yield from background_jobs(deps.registry, deps.intake, deps.staff, deps.public_url, stopping)
    if deps.notices is not None:
        yield every(NOTICE_SECONDS, deps.notices.send_due, stopping)
    if deps.requests is not None:
        yield every(REQUESTS_SECONDS, deps.requests.tell, stopping)
