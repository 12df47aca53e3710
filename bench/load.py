"""Turns offered at a steady rate whatever the answers do, as readers come: 20 a second.

Each reader takes the next conversation of `messages.txt` and writes its next line when its turn
in the round comes and the line before was answered; a turn is timed from the moment at which it
was due, so that a queue in front of the assistant counts (no co-ordinated omission).
`BENCH_LOAD_RATE` (a second) and `BENCH_LOAD_SECONDS` offer something else.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from bench.record import spread
from bench.served import Served, served
from bench.turns import MESSAGES

RATE, SECONDS, WARM_UP_SECONDS = 20.0, 300.0, 10.0
P95_BAR_MS = 400.0
READERS = 60
"""Conversations at once: at 20 turns a second each reader writes every three seconds."""
PATIENCE = 60.0


@dataclass(slots=True)
class Told:
    """What came of the turns offered."""

    ms: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Reader:
    """One conversation after another, a line at a time."""

    lines: list[str]
    at: int
    conversation: str | None = None

    def next(self) -> str:
        """A blank line in the file opens a new conversation."""
        while not (line := self.lines[self.at % len(self.lines)]).strip():
            self.conversation = None
            self.at += 1
        self.at += 1
        return line


def run() -> dict[str, Any]:
    rate = float(os.environ.get("BENCH_LOAD_RATE", RATE))
    seconds = float(os.environ.get("BENCH_LOAD_SECONDS", SECONDS))
    home = Path(os.environ.get("THUTHU_HOME", "var"))
    with served(home) as stack:
        asyncio.run(_offered(stack.url, rate, WARM_UP_SECONDS))
        before = _cpu(stack)
        begun = time.monotonic()
        told = asyncio.run(_offered(stack.url, rate, seconds))
        took = time.monotonic() - begun
        spent = {name: round((now - before[name]) / took, 2) for name, now in _cpu(stack).items()}
        return {
            "bars": {"turn_p95_ms": P95_BAR_MS, "faults": 0},
            "offered_a_second": rate,
            "answered_a_second": round(len(told.ms) / took, 1),
            "seconds": round(took, 1),
            "readers": READERS,
            "turn_ms": spread(told.ms),
            "faults": dict(told.faults),
            "cores_used": spent,
            "memory_mb": {name: round(mb) for name, mb in stack.memory_mb().items()},
        }


async def _offered(url: str, rate: float, seconds: float) -> Told:
    lines = MESSAGES.read_text(encoding="utf-8").splitlines()
    readers = [Reader(lines, number * 7) for number in range(READERS)]
    free = [asyncio.Lock() for _ in readers]
    told = Told()
    limits = httpx.Limits(max_connections=READERS, max_keepalive_connections=READERS)
    async with (
        httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits) as http,
        asyncio.TaskGroup() as group,
    ):
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            place = number % READERS
            group.create_task(_turn(http, readers[place], free[place], due, told))
    return told


async def _turn(
    http: httpx.AsyncClient, reader: Reader, free: asyncio.Lock, due: float, told: Told
) -> None:
    async with free:
        body = {"text": reader.next(), "conversation": reader.conversation}
        try:
            answer = await http.post("/api/ask", json=body)
            answer.raise_for_status()
            said = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            told.faults[type(error).__name__] += 1
            return
        reader.conversation = said["conversation"]
        told.ms.append((time.perf_counter() - due) * 1000)
        if said["degraded"] is not None:
            told.faults[f"degraded: {said['degraded']}"] += 1


def _cpu(stack: Served) -> dict[str, float]:
    """Seconds of processor used so far by the app and by what it started."""
    spent = {pid: _seconds(pid) for pid in stack.processes()}
    app = spent.pop(stack.pid)
    return {"app": app, "rasa": sum(spent.values())}


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
