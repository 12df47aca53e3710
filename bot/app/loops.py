"""What runs beside the requests: workers, sender, Rasa, jobs; started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

import httpx

from bot.app.available import AvailableNow
from bot.app.background_jobs import background_jobs, every
from bot.app.backup_schedule import LOOK_SECONDS, BackupSchedule
from bot.app.indexing import IndexDeps, follow
from bot.app.supervise import Start, Supervisor
from bot.app.warm import WarmDeps, warm
from bot.delivery.channels.registry import ChannelRegistry
from bot.delivery.intake import Intake
from bot.delivery.mail import staff_alerts
from bot.delivery.notices.scheduler import Notices
from bot.delivery.requests_told import RequestsTold
from bot.delivery.sender import sender
from bot.delivery.signals import Signals
from bot.delivery.staff_replies import StaffReplies
from bot.delivery.worker import worker
from bot.desk.presence import CHECK_SECONDS, Presence
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
    is to be told of due dates, `staff_alerts` where no e-mail is set."""

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
    presence: Presence
    staff_alerts: staff_alerts.StaffAlerts | None
    requests: RequestsTold | None
    rasa: RasaProcess
    supervisor: Supervisor
    backups: BackupSchedule
    keep_days: int


@asynccontextmanager
async def running(deps: LoopDeps, *, with_rasa: bool) -> AsyncIterator[None]:
    """Messages left running by a crash are given back first; the ones in hand are finished."""
    deps.available.attach(asyncio.get_running_loop())
    now = deps.worker.clock.now().timestamp()
    await deps.store.database.run(lambda db: inbox.reclaim(db, now, everything=True))
    stopping = deps.signals.stopping
    loops = [*_loops(deps), *([("rasa", deps.rasa.run)] if with_rasa else [])]
    tasks = [
        asyncio.create_task(deps.supervisor.keep(name, start, stopping)) for name, start in loops
    ]
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


def _loops(deps: LoopDeps) -> Iterable[tuple[str, Start]]:
    stopping = deps.signals.stopping
    for number in range(worker.WORKERS):
        yield f"worker {number + 1}", partial(worker.run, deps.worker, stopping)
    yield "admission", partial(deps.worker.admission.watch, stopping)
    yield "sender", partial(sender.run, deps.sender, stopping)
    yield "warm", partial(warm, deps.warm)
    yield "index", partial(follow, deps.index)
    yield from background_jobs(
        deps.registry, deps.intake, deps.staff, deps.public_url, stopping, keep_days=deps.keep_days
    )
    yield "backup", partial(every, LOOK_SECONDS, deps.backups.make_due, stopping)
    yield "presence", partial(every, CHECK_SECONDS, deps.presence.look, stopping)
    if deps.staff_alerts is not None:
        look = deps.staff_alerts.look
        yield "staff alerts", partial(every, staff_alerts.CHECK_SECONDS, look, stopping)
    if deps.notices is not None:
        yield "notices", partial(every, NOTICE_SECONDS, deps.notices.send_due, stopping)
    if deps.requests is not None:
        yield "requests", partial(every, REQUESTS_SECONDS, deps.requests.tell, stopping)
