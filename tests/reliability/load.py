"""Messages at a steady rate, sent at their time whatever became of the ones before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import httpx

from tests.fakes import telegram_api
from tests.reliability.stand import Stand, update

HEADERS = {"x-telegram-bot-api-secret-token": telegram_api.SECRET}
FIRST_CHAT = 5_000_000_000
WORDS = (
    "thư viện mở cửa mấy giờ", "tìm sách Truyện Kiều", "thu vien o dau", "sách của Nguyễn Nhật Ánh",
    "cho minh hoi con sach tat den khong", "làm thẻ cần giấy tờ gì",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """One message given to the webhook. `at` and `answered` are epoch seconds."""

    number: int
    at: float
    answered: float
    status: int
    """0: no answer came."""

    @property
    def ms(self) -> float:
        return (self.answered - self.at) * 1000


Send = Callable[[int, float], Coroutine[Any, Any, Post]]


async def steady(stand: Stand, rate: float, count: int, send: Send) -> list[Post]:
    """`count` sends, `rate` a second, each with a fresh number. Each is given the time at which
    it was due, so that a slow server cannot hide its slowness by delaying the load."""
    begun = time.time()
    tasks: list[asyncio.Task[Post]] = []
    for step in range(count):
        due = begun + step / rate
        await asyncio.sleep(max(0.0, due - time.time()))
        tasks.append(asyncio.create_task(send(next(stand.numbers), due)))
    return list(await asyncio.gather(*tasks))


async def stream(http: httpx.AsyncClient, stand: Stand, rate: float, count: int) -> list[Post]:
    """Messages to the webhook, each tried once."""
    return await steady(stand, rate, count, lambda number, due: post(http, stand, number, due))


async def warm(stand: Stand) -> None:
    """What is slow the first time is done: one message was answered."""
    async with client() as http:
        posts = await stream(http, stand, 10, 1)
    await until_answered(stand, {posts[0].number}, 60)


def client() -> httpx.AsyncClient:
    """Many connections at once, kept open."""
    limits = httpx.Limits(max_connections=400, max_keepalive_connections=400)
    return httpx.AsyncClient(limits=limits, timeout=30, headers=HEADERS)


async def post(http: httpx.AsyncClient, stand: Stand, number: int, due: float) -> Post:
    """One message of a reader of its own."""
    body = update(number + 1, FIRST_CHAT + number, WORDS[number % len(WORDS)])
    try:
        answer = await http.post(f"{stand.url}/webhooks/telegram", json=body)
    except httpx.HTTPError:
        return Post(number, due, time.time(), 0)
    return Post(number, due, time.time(), answer.status_code)


async def until_answered(stand: Stand, numbers: set[int], seconds: float) -> dict[int, float]:
    """When the first reply to each message arrived; those that never came are left out."""
    deadline = time.monotonic() + seconds
    while True:
        first = first_replies(stand)
        if numbers <= first.keys() or time.monotonic() > deadline:
            return {n: at for n, at in first.items() if n in numbers}
        await asyncio.sleep(0.25)


def first_replies(stand: Stand) -> dict[int, float]:
    found: dict[int, float] = {}
    for chat, _, at in stand.sent():
        found.setdefault(int(chat) - FIRST_CHAT, at)
    return found


def doubled(stand: Stand) -> list[int]:
    """Messages some part of whose reply arrived more than once."""
    seen: set[tuple[str, str]] = set()
    twice: set[int] = set()
    for chat, text, _ in stand.sent():
        if (chat, text) in seen:
            twice.add(int(chat) - FIRST_CHAT)
        seen.add((chat, text))
    return sorted(twice)
