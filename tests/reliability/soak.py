"""Many open web sockets, and turns over them for a long time."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect

from bench.record import spread
from tests.reliability.load import WORDS
from tests.reliability.stand import Stand, memory_mb

PATIENCE = 20.0
OPENED_TOGETHER = 25
MEMORY_SECONDS = 5.0


@dataclass
class Reader:
    """One page of the widget."""

    ws: ClientConnection
    waiting: dict[str, asyncio.Future[float]] = field(default_factory=dict)

    async def listen(self) -> None:
        """A turn is answered when a bubble of ours follows the reader's own."""
        asked: list[str] = []
        async for raw in self.ws:
            for item in json.loads(raw).get("items", ()):
                if item["who"] == "reader":
                    asked.append(item.get("event_id") or "")
                elif asked:
                    future = self.waiting.pop(asked.pop(0), None)
                    if future is not None and not future.done():
                        future.set_result(time.time())


async def opened(stand: Stand, number: int) -> Reader:
    """Each from an address of its own, as readers are."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    async with httpx.AsyncClient() as http:
        answer = await http.post(
            f"{stand.url}/chat/session", headers={"x-forwarded-for": address}, timeout=30
        )
    token = answer.json()["token"]
    ws = await connect(f"{stand.url.replace('http', 'ws')}/chat/ws", ping_interval=None)
    await ws.send(json.dumps({"token": token, "after": 0}))
    return Reader(ws)


async def soak(stand: Stand, *, seconds: float, rate: float, sockets: int) -> dict[str, Any]:
    """Milliseconds from writing to the first bubble of the answer; memory in thirds."""
    readers: list[Reader] = []
    for start in range(0, sockets, OPENED_TOGETHER):
        numbers = range(start, min(start + OPENED_TOGETHER, sockets))
        readers += await asyncio.gather(*(opened(stand, number) for number in numbers))
    listening = [asyncio.create_task(reader.listen()) for reader in readers]
    memory: list[tuple[float, float]] = []
    watching = asyncio.create_task(_watch(stand, memory))
    waits, errors = await _talk(readers, rate, seconds)
    watching.cancel()
    broken = sum(task.done() for task in listening)
    for task in listening:
        task.cancel()
    await asyncio.gather(*(reader.ws.close() for reader in readers), return_exceptions=True)
    return {
        "seconds": seconds, "rate": rate, "sockets": sockets, "turns": len(waits) + errors,
        "errors": errors, "sockets_lost": broken, "ms": spread(waits),
        "memory_mb_of_thirds": _thirds(memory),
    }  # fmt: skip


async def _talk(readers: list[Reader], rate: float, seconds: float) -> tuple[list[float], int]:
    rng, counter = random.Random(5), itertools.count()
    waits: list[float] = []
    errors = 0

    async def turn(reader: Reader, due: float) -> None:
        nonlocal errors
        number = next(counter)
        event = f"s{number}"
        future: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        reader.waiting[event] = future
        try:
            text = WORDS[number % len(WORDS)]
            await reader.ws.send(json.dumps({"event_id": event, "text": text}))
            waits.append((await asyncio.wait_for(future, PATIENCE) - due) * 1000)
        except Exception:
            # Whatever it was, this reader got no answer.
            errors += 1

    tasks = []
    begun = time.time()
    order = list(readers)
    for number in range(int(rate * seconds)):
        if number % len(order) == 0:
            rng.shuffle(order)
        due = begun + number / rate
        await asyncio.sleep(max(0.0, due - time.time()))
        tasks.append(asyncio.create_task(turn(order[number % len(order)], due)))
    await asyncio.gather(*tasks)
    return waits, errors


async def _watch(stand: Stand, memory: list[tuple[float, float]]) -> None:
    while True:
        memory.append((time.time(), memory_mb(stand)))
        await asyncio.sleep(MEMORY_SECONDS)


def _thirds(memory: list[tuple[float, float]]) -> list[float]:
    """The mean of each third of the time."""
    size = max(1, len(memory) // 3)
    parts = [memory[start : start + size] for start in (0, size, 2 * size)]
    return [round(sum(mb for _, mb in part) / len(part), 1) for part in parts if part]
