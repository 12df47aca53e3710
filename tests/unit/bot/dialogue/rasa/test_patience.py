"""Rasa is given up in its time; an action that waits for the library's system is waited for."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
from fastapi import FastAPI

from bot.dialogue.port import EngineFailure, TurnInput, TurnResult
from bot.dialogue.rasa.breaker import Breaker
from bot.dialogue.rasa.client import RasaEngine
from bot.dialogue.rasa.connection import RasaConnection
from bot.dialogue.rasa.reply_buffer import ReplyBuffer
from clock import SystemClock
from connectors.messages import Reply
from tests.fakes.loopback import served

TIMEOUT = 1.5


def _rasa(buffer: ReplyBuffer, seconds: float, *, acting: bool) -> FastAPI:
    """Answers after `seconds`, during which an action runs, or none."""
    web = FastAPI()

    @web.post("/webhooks/rest/webhook")
    async def webhook() -> list[dict[str, str]]:
        if not acting:
            await asyncio.sleep(seconds)
            return [{"text": "late"}]
        with buffer.working("c1"):
            await asyncio.sleep(seconds)
            buffer.put("c1", "t1", TurnResult((Reply("Đã gia hạn"),), ("renewed",)))
        return [{"text": "1"}]

    return web


@pytest.mark.parametrize("acting", [True, False])
async def test_only_an_action_is_waited_for_longer(acting: bool) -> None:
    buffer = ReplyBuffer()
    with served(_rasa(buffer, 2 * TIMEOUT, acting=acting)) as url:
        async with httpx.AsyncClient() as http:
            rasa = RasaConnection(http, url, "token", TIMEOUT)
            engine = RasaEngine(rasa, buffer, Breaker(SystemClock()))
            begun = time.monotonic()
            answer = await engine.turn(TurnInput("c1", "t1", "gia hạn hết"))
    if acting:
        assert isinstance(answer, TurnResult)
        assert answer.acts == ("renewed",)
    else:
        assert isinstance(answer, EngineFailure)
        assert time.monotonic() - begun < 2.5 * TIMEOUT + 1.0


async def test_slow_account_calls_are_no_failures_of_rasa(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.dialogue.rasa.client.ACTION_SECONDS", 0.4)
    buffer, breaker = ReplyBuffer(), Breaker(SystemClock())
    with served(_rasa(buffer, 2.0, acting=True)) as url:
        async with httpx.AsyncClient() as http:
            engine = RasaEngine(RasaConnection(http, url, "token", 0.2), buffer, breaker)
            for _ in range(6):
                assert isinstance(await engine.turn(TurnInput("c1", "t1", "x")), EngineFailure)
    assert breaker.allow()
    assert breaker.allow()
