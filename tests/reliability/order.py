"""Order within a conversation, whatever delays and dying workers do."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

from bot.delivery.sender import sender
from bot.delivery.worker import worker
from bot.store import inbox
from clock import FixedClock
from tests.fakes.house import START, EchoEngine, Recorder, open_house


class WanderingEngine(EchoEngine):
    """Each turn takes its own time."""

    rng = random.Random(3)

    async def turn(self, turn: Any) -> Any:
        await asyncio.sleep(self.rng.random() * 0.004)
        return await super().turn(turn)


async def in_order(home: Path, seed: int, *, chats: int, each: int, workers: int = 8) -> None:
    """Workers are cut down at random and their messages given back, as after a crash."""
    rng, clock = random.Random(seed), FixedClock(START)
    channel = Recorder(clock)
    house = open_house(home, {"rec": channel}, clock=clock, engine=WanderingEngine())
    order = [chat for chat in range(chats) for _ in range(each)]
    rng.shuffle(order)
    heard: defaultdict[str, list[str]] = defaultdict(list)
    for number, chat in enumerate(order):
        heard[f"c{chat}"].append(f"nghe: {number}.#0")
        await house.hears("rec", f"c{chat}", f"{number}.", f"e{number}")
    stopping = asyncio.Event()
    tasks = [asyncio.create_task(worker.run(house.deps, stopping)) for _ in range(workers)]
    for _ in range(3):
        await asyncio.sleep(0.02)
        dying = rng.randrange(workers)
        tasks[dying].cancel()
        await asyncio.wait([tasks[dying]])
        clock.advance(inbox.LEASE_SECONDS + 1)
        await house.database.run(lambda db: inbox.reclaim(db, clock.now().timestamp()))
        tasks[dying] = asyncio.create_task(worker.run(house.deps, stopping))
    left = "SELECT count(*) FROM inbox WHERE state != 'done'"
    while house.ask(left) != [(0,)]:
        house.deps.signals.inbox.ring()
        await asyncio.sleep(0.01)
    stopping.set()
    house.deps.signals.inbox.ring()
    await asyncio.wait(tasks, timeout=5)
    while await sender.step(house.sender):
        pass
    got: defaultdict[str, list[str]] = defaultdict(list)
    for chat_key, text, _ in channel.sent:
        got[chat_key].append(text)
    house.database.close()
    assert got == heard
