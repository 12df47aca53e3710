"""What runs beside the requests: workers, sender, Rasa; started and stopped together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

from bot.app.parts import App
from bot.engine.process import RasaProcess, python_of
from bot.sender import sender
from bot.store import inbox
from bot.worker import worker

STOP_SECONDS = 10.0


@asynccontextmanager
async def running(app: App, *, with_rasa: bool) -> AsyncIterator[None]:
    """Messages left running by a crash are given back first; the ones in hand are finished."""
    now = app.clock.now().timestamp()
    await app.database.run(lambda db: inbox.reclaim(db, now, everything=True))
    rasa = rasa_process(app) if with_rasa else None
    rooms = worker.Rooms(
        app.database, app.conversations, app.links, app.parts, app.clock,
        app.inbox_bell, app.outbox_bell, app.closed,
    )  # fmt: skip
    post = sender.Desk(app.database, app.conversations, app.channels, app.clock, app.outbox_bell)
    tasks = [asyncio.create_task(worker.run(rooms, app.stopping)) for _ in range(worker.WORKERS)]
    tasks.append(asyncio.create_task(sender.run(post, app.stopping)))
    if rasa is not None:
        tasks.append(asyncio.create_task(rasa.run()))
    try:
        yield
    finally:
        app.stopping.set()
        if rasa is not None:
            await rasa.stop()
        await asyncio.wait(tasks, timeout=STOP_SECONDS)
        await app.http.aclose()
        app.database.close()


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
        },
        settings.home / "logs" / "rasa.log",
        python_of(stock=settings.rasa_stock),
    )
