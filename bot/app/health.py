"""`GET /health/live` and `GET /health/ready`."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text

from bot.app.parts import App
from bot.store.database import StorageDownError
from library.results import Done
from retrieval.model import SearchUnavailable, WorkQuery


def router(app: App) -> APIRouter:
    routes = APIRouter(prefix="/health")

    @routes.get("/live")
    async def live() -> dict[str, str]:
        return {"state": "ok"}

    @routes.get("/ready")
    async def ready() -> JSONResponse:
        """One state per dependency. Without Rasa the assistant still serves, and says so."""
        states = dict(
            zip(
                ("storage", "search", "library", "rasa", "channels"),
                await asyncio.gather(
                    _storage(app), _search(app), _library(app), _rasa(app), _channels(app)
                ),
                strict=True,
            )
        )
        serving = all(states[name] == "ok" for name in ("storage", "search"))
        overall = "ok" if set(states.values()) == {"ok"} else "degraded" if serving else "down"
        return JSONResponse({"state": overall, **states}, 200 if serving else 503)

    return routes


async def _storage(app: App) -> str:
    try:
        await app.database.run(lambda db: db.execute(text("SELECT 1")))
    except StorageDownError as error:
        return f"down: {error}"
    return "ok"


async def _search(app: App) -> str:
    found = await asyncio.to_thread(app.services.searcher.works, WorkQuery(text="sách", limit=1))
    return f"down: {found.reason}" if isinstance(found, SearchUnavailable) else "ok"


async def _library(app: App) -> str:
    return "ok" if isinstance(await app.services.library.branches(), Done) else "down"


async def _channels(app: App) -> str:
    """What the channels of the settings say of themselves, without a call for each reader."""
    states = await app.lines.states(app.clock.monotonic())
    bad = [f"{name}: {state}" for name, state in states.items() if state != "ok"]
    return "; ".join(bad) or "ok"


async def _rasa(app: App) -> str:
    return "ok" if await app.engine.healthy() else "starting or down"
