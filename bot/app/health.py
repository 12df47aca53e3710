"""`GET /health/live` and `GET /health/ready`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from bot.delivery.channels.registry import ChannelRegistry
from bot.dialogue.port import Engine
from bot.store.database import Database, StorageDownError, alive
from clock import Clock
from library.port import LibrarySystem
from library.results import Done
from retrieval.model import SearchUnavailable, WorkQuery
from retrieval.port import Searcher


@dataclass(frozen=True, slots=True)
class HealthDeps:
    """What is asked how it is."""

    database: Database
    searcher: Searcher
    library: LibrarySystem
    engine: Engine
    registry: ChannelRegistry
    clock: Clock
    rasa_fault: Callable[[], str]
    faults: Mapping[str, Callable[[], str]]
    """By name, why the library's latest files are not used; empty when they are."""


def router(deps: HealthDeps) -> APIRouter:
    """Live: the process answers. Ready: what it stands on does."""
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
                    _storage(deps), _search(deps), _library(deps), _rasa(deps), _channels(deps)
                ),
                strict=True,
            )
        )
        states |= {name: fault() or "ok" for name, fault in deps.faults.items()}
        serving = all(states[name] == "ok" for name in ("storage", "search"))
        overall = "ok" if set(states.values()) == {"ok"} else "degraded" if serving else "down"
        return JSONResponse({"state": overall, **states}, 200 if serving else 503)

    return routes


async def _storage(deps: HealthDeps) -> str:
    try:
        await deps.database.run(alive)
    except StorageDownError as error:
        return f"down: {error}"
    return "ok"


async def _search(deps: HealthDeps) -> str:
    found = await asyncio.to_thread(deps.searcher.works, WorkQuery(text="sách", limit=1))
    return f"down: {found.reason}" if isinstance(found, SearchUnavailable) else "ok"


async def _library(deps: HealthDeps) -> str:
    return "ok" if isinstance(await deps.library.branches(), Done) else "down"


async def _channels(deps: HealthDeps) -> str:
    """What the channels of the settings say of themselves, without a call for each reader."""
    states = await deps.registry.states(deps.clock.monotonic())
    bad = [f"{name}: {state}" for name, state in states.items() if state != "ok"]
    return "; ".join(bad) or "ok"


async def _rasa(deps: HealthDeps) -> str:
    if fault := deps.rasa_fault():
        return f"down: {fault}"
    return "ok" if await deps.engine.healthy() else "starting or down"
