"""What runs beside the requests: workers, sender, Rasa; started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bot.app.background_jobs import every, rounds
from bot.app.indexing import follow
from bot.app.parts import App
from bot.app.warm import warm
from bot.delivery.channels import media
from bot.delivery.notices.scheduler import Hours, Notices
from bot.delivery.sender import sender
from bot.delivery.sender.limits import Limiter
from bot.delivery.sender.outgoing_part import Counter
from bot.delivery.staff_replies import Staff
from bot.delivery.worker import worker
from bot.dialogue.rasa.process import RasaProcess, python_of
from bot.dialogue.turn.turn import say
from bot.store import inbox
from bot.store.choices import Choices
from connectors.messages import Reply

HOUR_SECONDS = 3600.0
NOTICE_SECONDS = 600.0
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""For Rasa's algebra on one message: a second thread spins more than it computes. At eight turns
a second Rasa took 122 ms of processor time a turn with two, 19 with one."""
STOP_SECONDS = 5.0
"""For the turns and sends in hand, and Rasa beside them. What is not done by then is on the
disk and goes on at the next start."""


@asynccontextmanager
async def running(app: App, *, with_rasa: bool) -> AsyncIterator[None]:
    """Messages left running by a crash are given back first; the ones in hand are finished."""
    app.available.attach(asyncio.get_running_loop())
    now = app.clock.now().timestamp()
    await app.database.run(lambda db: inbox.reclaim(db, now, everything=True))
    rasa = rasa_process(app) if with_rasa else None
    post = sender_desk(app)
    rooms = worker_rooms(app, post.counter.choices)
    tasks = [asyncio.create_task(worker.run(rooms, app.stopping)) for _ in range(worker.WORKERS)]
    tasks.append(asyncio.create_task(rooms.pace.watch(app.stopping)))
    tasks.append(asyncio.create_task(sender.run(post, app.stopping)))
    tasks.append(asyncio.create_task(warm(app)))
    tasks.append(asyncio.create_task(follow(app)))
    staff = Staff(app.conversations, app.sealer, app.lines.settings.zalo_staff_hours * HOUR_SECONDS)
    public = app.settings.public_url
    for round_ in rounds(app.lines, app.dispatch, staff, public, app.stopping):
        tasks.append(asyncio.create_task(round_))
    if app.lines.settings.notices:
        told = every(NOTICE_SECONDS, notices(app).look, app.stopping)
        tasks.append(asyncio.create_task(told))
    if rasa is not None:
        tasks.append(asyncio.create_task(rasa.run()))
    try:
        yield
    finally:
        app.stopping.set()
        app.inbox_bell.ring()
        app.outbox_bell.ring()
        if rasa is not None:
            tasks.append(asyncio.create_task(rasa.stop()))
        await asyncio.wait(tasks, timeout=STOP_SECONDS)
        await app.http.aclose()
        app.database.close()


def worker_rooms(app: App, choices: Choices) -> worker.Rooms:
    """What the workers work with."""
    return worker.Rooms(
        app.database, app.conversations, app.links, app.parts, app.clock,
        app.inbox_bell, app.outbox_bell, app.closed, choices, app.channels, media.seen, app.pace,
    )  # fmt: skip


def notices(app: App) -> Notices:
    """The scheduler of notices."""
    wished = app.lines.settings
    hours = Hours(
        wished.notice_days, wished.quiet_from, wished.quiet_until, wished.zalo_template_notice
    )
    return Notices(
        app.database, app.conversations, app.links, app.services.library, app.channels,
        app.lines.policies, app.services.replies, app.clock, app.outbox_bell, hours,
    )  # fmt: skip


def sender_desk(app: App) -> sender.Desk:
    """What the sender works with."""
    counter = Counter(
        app.conversations, app.channels, Choices(app.sealer), app.lines.facts,
        Limiter(app.clock), app.lines.policies,
    )  # fmt: skip
    doubt = Reply(say(app.parts, "turn.doubt", 0), sender="system")
    return sender.Desk(app.database, counter, app.clock, app.outbox_bell, doubt)


def rasa_process(app: App) -> RasaProcess:
    """Rasa on its port, calling back to this app's actions."""
    settings = app.settings
    actions = f"http://127.0.0.1:{settings.port}/rasa/actions"
    return RasaProcess(
        urlsplit(settings.rasa_url).port or 5005,
        {
            "THUTHU_HOME": str(settings.home),
            "THUTHU_RASA_TOKEN": app.rasa_token,
            "THUTHU_ACTIONS_URL": actions,
            "THUTHU_RASA_STOCK": "1" if settings.rasa_stock else "",
            **ONE_THREAD,
        },
        settings.home / "logs" / "rasa.log",
        python_of(stock=settings.rasa_stock),
    )
