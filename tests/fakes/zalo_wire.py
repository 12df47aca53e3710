"""The Zalo line behind its webhook route, and signed deliveries to it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from bot.delivery import webhooks
from bot.delivery.channels.registry import ChannelRegistry
from bot.delivery.channels.settings import ChannelSettings
from bot.store.database import StorageDownError
from clock import FixedClock
from tests.fakes import zalo_oa
from tests.fakes.channel_lines import Line, line, payloads
from tests.fakes.house import START, House, open_house

Wired = tuple[Line, House, httpx.AsyncClient]


@asynccontextmanager
async def wired(home: Path) -> AsyncIterator[Wired]:
    """The Zalo line behind its webhook route."""
    clock = FixedClock(START)
    async with line("zalo", clock) as one:
        house = open_house(home, {"zalo": one.channel}, clock=clock)
        web = FastAPI()

        @web.exception_handler(StorageDownError)
        async def down(_request: Any, _error: Any) -> Any:
            from fastapi.responses import JSONResponse

            return JSONResponse({"error": "storage"}, 503)

        lines = ChannelRegistry(ChannelSettings(_env_file=None), {"zalo": one.channel}, {})
        web.include_router(webhooks.router(lines, house.intake, clock))
        transport = httpx.ASGITransport(web)
        async with httpx.AsyncClient(transport=transport, base_url="http://t") as client:
            yield one, house, client
        house.database.close()


def text_event(words: str, number: int) -> bytes:
    body = json.loads(payloads("zalo")["text"])
    body["message"] = {"text": words, "msg_id": f"x-{number}"}
    return json.dumps(body, ensure_ascii=False).encode()


async def post(client: httpx.AsyncClient, body: bytes) -> int:
    request = zalo_oa.signed(body)
    answer = await client.post("/webhooks/zalo", content=body, headers=dict(request.headers))
    return answer.status_code
