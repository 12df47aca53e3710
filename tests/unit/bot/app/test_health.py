"""Each dependency's state is told; without search or storage nothing is served."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.app.health import HealthDeps, router
from bot.delivery.channels.registry import ChannelRegistry
from bot.delivery.channels.settings import ChannelSettings
from bot.dialogue.port import EngineFailure, TurnInput, TurnResult
from bot.store.database import open_database, sqlite_url
from clock import HANOI, FixedClock
from tests.fakes.reading_room import library
from tests.fakes.searcher import FakeSearcher


@dataclass
class Idle:
    """An engine that is asked for its health alone."""

    well: bool = True

    async def turn(self, turn: TurnInput) -> TurnResult | EngineFailure:
        return EngineFailure(turn.turn_id)

    async def forget(self, conversation_id: str) -> bool:
        return bool(conversation_id)

    async def healthy(self) -> bool:
        return self.well


@pytest.fixture(name="deps")
def _deps(tmp_path: Path) -> HealthDeps:
    return HealthDeps(
        database=open_database(sqlite_url(tmp_path)),
        searcher=FakeSearcher(),
        library=library(),
        engine=Idle(),
        registry=ChannelRegistry(ChannelSettings(), {}, {}),
        clock=FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI)),
        rasa_fault=lambda: "",
        faults={"words": lambda: "", "facts": lambda: ""},
    )


def _ready(deps: HealthDeps) -> tuple[int, dict[str, str]]:
    app = FastAPI()
    app.include_router(router(deps))
    with TestClient(app) as client:
        assert client.get("/health/live").json() == {"state": "ok"}
        answer = client.get("/health/ready")
    return answer.status_code, answer.json()


def test_all_is_well(deps: HealthDeps) -> None:
    status, states = _ready(deps)
    assert status == 200
    assert set(states.values()) == {"ok"}
    names = {"state", "storage", "search", "library", "rasa", "channels", "words", "facts"}
    assert set(states) == names


def test_without_search_nothing_is_served(deps: HealthDeps) -> None:
    status, states = _ready(replace(deps, searcher=FakeSearcher(down=True)))
    assert (status, states["state"], states["search"]) == (503, "down", "down: down")
    assert states["storage"] == "ok"


def test_without_rasa_it_serves_and_says_so(deps: HealthDeps) -> None:
    status, states = _ready(replace(deps, engine=Idle(well=False)))
    assert (status, states["state"], states["rasa"]) == (200, "degraded", "starting or down")
    status, states = _ready(replace(deps, rasa_fault=lambda: "port in use"))
    assert (status, states["rasa"]) == (200, "down: port in use")


@pytest.mark.parametrize("name", ["words", "facts"])
def test_a_broken_file_is_shown(deps: HealthDeps, name: str) -> None:
    faults = {**deps.faults, name: lambda: "hours.yml: line 3"}
    status, states = _ready(replace(deps, faults=faults))
    assert (status, states["state"], states[name]) == (200, "degraded", "hours.yml: line 3")
