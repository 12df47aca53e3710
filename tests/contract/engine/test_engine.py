"""The Engine contract: Rasa over HTTP and the fallback pass the same suite."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest
from fastapi import FastAPI

from bot.dialogue.fallback import FallbackEngine
from bot.dialogue.port import Engine, EngineFailure, TurnInput, TurnResult
from bot.dialogue.rasa import actions_endpoint as actions
from bot.dialogue.rasa.breaker import Breaker
from bot.dialogue.rasa.client import RasaEngine
from bot.dialogue.rasa.connection import RasaConnection
from bot.dialogue.rasa.reply_buffer import ReplyBuffer
from bot.dialogue.turn.needs import RasaNeeds
from clock import FixedClock
from tests.fakes.loopback import served
from tests.fakes.rasa_server import FakeRasa, Mood
from tests.fakes.reading_room import MORNING, services

TOKEN = "t0ken"
TIMEOUT = 1.0
QUESTION = "thư viện mở cửa mấy giờ"


@dataclass
class Room:
    """An engine, and the Rasa behind it where there is one."""

    engine: Engine
    rasa: FakeRasa | None
    clock: FixedClock
    url: str = ""


@pytest.fixture(params=["rasa", "fallback"])
async def room(request: pytest.FixtureRequest) -> AsyncIterator[Room]:
    clock = FixedClock(MORNING)
    if request.param == "fallback":
        yield Room(FallbackEngine(services()), None, clock)
        return
    async with AsyncExitStack() as opened:
        yield await _with_rasa(opened, clock)


@pytest.fixture
async def rasa_room() -> AsyncIterator[Room]:
    async with AsyncExitStack() as opened:
        yield await _with_rasa(opened, FixedClock(MORNING))


async def _with_rasa(opened: AsyncExitStack, clock: FixedClock) -> Room:
    # What is slow the first time is not measured with a turn's time.
    await FallbackEngine(services()).turn(asked())
    buffer = ReplyBuffer()
    app = FastAPI()
    app.include_router(actions.router(actions.handler(services(), buffer), TOKEN))
    url = opened.enter_context(served(app))
    rasa = FakeRasa(f"{url}/rasa/actions", TOKEN)
    rasa_url = opened.enter_context(served(rasa.app()))
    http = await opened.enter_async_context(httpx.AsyncClient())
    engine = RasaEngine(RasaConnection(http, rasa_url, TOKEN, TIMEOUT), buffer, Breaker(clock))
    return Room(engine, rasa, clock, rasa_url)


def asked(number: int = 1) -> TurnInput:
    return TurnInput(f"c{number}", f"t{number}", QUESTION)


async def test_a_turn_answers_and_says_what_it_did(room: Room) -> None:
    turn = await room.engine.turn(asked())
    assert isinstance(turn, TurnResult)
    assert turn.replies
    assert turn.acts == ("info_told",)
    assert len(turn.understood) == 1
    assert turn.understood[0].intent == "opening_hours"


async def test_the_same_turn_again_answers_alike(room: Room) -> None:
    first, second = await room.engine.turn(asked()), await room.engine.turn(asked())
    assert isinstance(first, TurnResult)
    assert isinstance(second, TurnResult)
    assert first.acts == second.acts


async def test_it_forgets(room: Room) -> None:
    await room.engine.turn(asked())
    assert await room.engine.forget("c1")
    if room.rasa is not None:
        assert room.rasa.restarted == ["c1"]


async def test_it_is_healthy(room: Room) -> None:
    assert await room.engine.healthy()


@pytest.mark.parametrize(
    ("mood", "reason"),
    [
        ("empty", "empty answer"),
        ("frozen", "timeout"),
        ("garbage", "not JSON"),
        ("error", "status 500"),
    ],
)
async def test_a_failing_rasa_is_a_failure_not_a_silence(
    rasa_room: Room, mood: Mood, reason: str
) -> None:
    assert rasa_room.rasa is not None
    rasa_room.rasa.mood = mood
    begun = time.monotonic()
    answer = await rasa_room.engine.turn(asked())
    assert answer == EngineFailure(reason)
    assert time.monotonic() - begun < 4 * TIMEOUT


async def test_what_one_reader_s_messages_come_to_closes_the_way_for_nobody(
    rasa_room: Room,
) -> None:
    assert rasa_room.rasa is not None
    rasa_room.rasa.mood = "empty"
    for _ in range(20):
        assert isinstance(await rasa_room.engine.turn(asked()), EngineFailure)
    rasa_room.rasa.mood = "well"
    assert isinstance(await rasa_room.engine.turn(asked(2)), TurnResult)


async def test_after_failures_rasa_is_left_alone_and_tried_again_later(rasa_room: Room) -> None:
    assert rasa_room.rasa is not None
    rasa_room.rasa.mood = "empty"
    for number in range(8):
        assert isinstance(await rasa_room.engine.turn(asked(number)), EngineFailure)
    tried = rasa_room.rasa.calls
    assert tried < 8
    rasa_room.rasa.mood = "well"
    assert isinstance(await rasa_room.engine.turn(asked(9)), EngineFailure)
    assert rasa_room.rasa.calls == tried
    rasa_room.clock.advance(20)
    assert isinstance(await rasa_room.engine.turn(asked(10)), TurnResult)


async def test_a_stopped_rasa_is_told_and_unhealthy(rasa_room: Room) -> None:
    async with httpx.AsyncClient() as http:
        nowhere = RasaConnection(http, "http://127.0.0.1:9", TOKEN, TIMEOUT)
        engine = RasaEngine(nowhere, ReplyBuffer(), Breaker(rasa_room.clock))
        assert isinstance(await engine.turn(asked()), EngineFailure)
        assert not await engine.healthy()
        assert not await engine.forget("c1")


async def test_a_rasa_that_hangs_is_waited_for_once_for_a_message_of_two_needs(
    rasa_room: Room,
) -> None:
    assert rasa_room.rasa is not None
    rasa_room.rasa.mood = "frozen"
    async with httpx.AsyncClient() as http:
        breaker = Breaker(rasa_room.clock)
        split = RasaNeeds(RasaConnection(http, rasa_room.url, TOKEN, TIMEOUT), breaker)
        asked_two = TurnInput("c1", "t1", "gia hạn sách giúp mình và thư viện mở cửa mấy giờ")
        begun = time.monotonic()
        assert isinstance(await split.split(asked_two), EngineFailure)
        assert time.monotonic() - begun < 2 * TIMEOUT
