"""kill -9 at named points of a message's way, each case in processes of its own.

    python -m tests.crash.cases --runs 2      one JSON object on standard output

A case's process forks from one that has imported everything, so that it costs a fraction of a
second. The platform is a file that survives the kill; it repeats what was not acknowledged.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.delivery.sender import sender
from bot.delivery.worker import worker
from bot.store import inbox, outbox
from bot.store.database import open_database, sqlite_url
from clock import HANOI
from connectors.messages import Capabilities, Inbound, Rendered, Reply
from connectors.port import RawRequest, Refusal, SendOutcome, Sent
from tests.fakes.house import EFFECT, EchoEngine, House, open_house

HOOKS: dict[str, tuple[ModuleType, str]] = {
    "in accept": (inbox, "accept"),
    "in claim": (inbox, "claim"),
    "in close": (worker, "close"),
    "closed": (worker, "_close"),
    "marking as sending": (outbox, "sending"),
    "in record": (sender, "record"),
}
"""Points right after one of our own steps, before what surrounds it is committed."""
POINTS = (
    "before accept", "in accept", "accepted, not acknowledged", "acknowledged", "in claim",
    "in turn", "in close", "closed", "marking as sending", "on the wire",
    "delivered, not recorded", "in record",
)  # fmt: skip
MESSAGES = 6
SPEED = 50.0
"""The case's clock runs faster, so that the pause after a doubt is short."""


@dataclass
class Killer:
    """Ends the process, without mercy, at a later passing of its point."""

    point: str
    passings: int

    def at(self, point: str) -> None:
        if point == self.point:
            self.passings -= 1
            if self.passings < 0:
                os.kill(os.getpid(), signal.SIGKILL)


class FastClock:
    """The machine's time, run fast; it goes on over restarts."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(1.79e9 + (time.time() - 1.79e9) * SPEED % 1e9, HANOI)

    def today(self) -> date:
        return self.now().date()

    def monotonic(self) -> float:
        return time.monotonic() * SPEED


CAPABILITIES = Capabilities(2000, 5, 20, cards=False, push=True, typing=False)


@dataclass
class FilePlatform:
    """A channel whose platform is a file; each line is one message that arrived."""

    path: Path
    killer: Killer
    name: str = "rec"
    capabilities: Capabilities = CAPABILITIES

    def verify(self, request: RawRequest) -> Refusal | None:
        return None

    def parse(self, request: RawRequest) -> tuple[Inbound, ...] | Refusal:
        return ()

    def render(self, reply: Reply) -> Rendered:
        return Rendered(({"text": reply.text},))

    async def send(self, chat_key: str, message_id: str, payload: dict[str, object]) -> SendOutcome:
        self.killer.at("on the wire")
        append(self.path, {"chat": chat_key, "text": payload["text"]})
        self.killer.at("delivered, not recorded")
        return Sent(message_id)


class KilledEngine(EchoEngine):
    """Dies in the midst of a turn."""

    killer: Killer

    async def turn(self, turn: Any) -> Any:
        answer = await super().turn(turn)
        self.killer.at("in turn")
        return answer


def append(path: Path, value: object) -> None:
    handle = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    os.write(handle, (json.dumps(value) + "\n").encode())
    os.fsync(handle)
    os.close(handle)


def hook(killer: Killer) -> None:
    """In this process alone: after each hooked step its point is passed."""
    for point, (module, name) in HOOKS.items():
        setattr(module, name, _passing(getattr(module, name), point, killer))


def _passing(step: Any, point: str, killer: Killer) -> Any:
    if asyncio.iscoroutinefunction(step):

        async def later(*words: Any, **named: Any) -> Any:
            found = await step(*words, **named)
            killer.at(point)
            return found

        return later

    def now(*words: Any, **named: Any) -> Any:
        found = step(*words, **named)
        if found is not None or point != "in claim":
            killer.at(point)
        return found

    return now


async def life(home: Path, killer: Killer) -> None:
    """One life of the process: recover, take what the platform sends, answer all."""
    hook(killer)
    engine = KilledEngine()
    engine.killer = killer
    platform = FilePlatform(home / "platform", killer)
    house = open_house(home, {"rec": platform}, clock=FastClock(), engine=engine)
    now = house.clock.now().timestamp()
    await house.database.run(lambda db: inbox.reclaim(db, now, everything=True))
    stopping = asyncio.Event()
    tasks = [asyncio.create_task(worker.run(house.deps, stopping)) for _ in range(2)]
    tasks.append(asyncio.create_task(sender.run(house.sender, stopping)))
    for number in range(MESSAGES):
        killer.at("before accept")
        words = f"{EFFECT} {number}" if number % 3 == 2 else f"tin {number}"
        await house.hears("rec", f"c{number % 2}", words, f"e{number}")
        house.deps.signals.inbox.ring()
        killer.at("accepted, not acknowledged")
        append(home / "acknowledged", number)
        killer.at("acknowledged")
    while not await _idle(house):  # noqa: ASYNC110 - idleness is read from the store's file
        await asyncio.sleep(0.02)
    stopping.set()
    house.deps.signals.inbox.ring()
    house.deps.signals.outbox.ring()
    await asyncio.wait(tasks, timeout=5)


async def _idle(house: House) -> bool:
    from sqlalchemy import text

    query = text(
        "SELECT (SELECT count(*) FROM inbox WHERE state IN ('waiting', 'running'))"
        " + (SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending'))"
    )
    return not await house.database.run(lambda db: db.execute(query).scalar_one())


def fork(home: Path, killer: Killer) -> int:
    """The child's exit: 0, or minus the signal that ended it."""
    child = os.fork()
    if child == 0:
        try:
            asyncio.run(asyncio.wait_for(life(home, killer), 60))
            os._exit(0)
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def case(template: Path, point: str, seed: int) -> dict[str, Any]:
    """One kill and one restart; what was acknowledged and what arrived."""
    rng = random.Random(seed)
    home = Path(tempfile.mkdtemp(prefix="thuthu-crash-"))
    shutil.copy(template, home / "store.sqlite")
    killed = fork(home, Killer(point, rng.randrange(MESSAGES)))
    in_doubt = _on_their_way(home / "store.sqlite")
    ended = fork(home, Killer("none", 0))
    acknowledged = {json.loads(line) for line in _lines(home / "acknowledged")}
    arrived = Counter(str(json.loads(line)["text"]) for line in _lines(home / "platform"))
    doubts = sum(n for text, n in arrived.items() if not text.startswith("nghe:"))
    unanswered = [n for n in acknowledged if not _answered(n, arrived)]
    twice = [text for text, n in arrived.items() if text.startswith("nghe:") and n > 1]
    shutil.rmtree(home)
    return {
        "point": point,
        "killed": killed == -signal.SIGKILL,
        "ended": ended == 0,
        "acknowledged": len(acknowledged),
        "lost": max(0, len(unanswered) - doubts),
        "twice": max(0, len(twice) - in_doubt),
        "twice_in_doubt": min(in_doubt, len(twice)),
        "effects_twice": sum(EFFECT in text for text in twice),
    }


def _on_their_way(store: Path) -> int:
    """Messages marked as sending when the process died: nobody knows whether they arrived."""
    with closing(sqlite3.connect(store)) as db:
        query = "SELECT count(*) FROM outbox WHERE state = 'sending'"
        return int(db.execute(query).fetchone()[0])


def _answered(number: int, arrived: Counter[str]) -> bool:
    words = f"{EFFECT} {number}" if number % 3 == 2 else f"tin {number}"
    return arrived[f"nghe: {words}"] > 0


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def all_cases(runs: int) -> dict[str, Any]:
    folder = Path(tempfile.mkdtemp(prefix="thuthu-crash-"))
    database = open_database(sqlite_url(folder))
    database.run_now(lambda db: db.exec_driver_sql("SELECT 1"))
    database.close()
    found = [case(folder / "store.sqlite", point, seed) for point in POINTS for seed in range(runs)]
    shutil.rmtree(folder)
    sums = ("killed", "ended", "acknowledged", "lost", "twice", "twice_in_doubt", "effects_twice")
    by_point = {
        point: {name: sum(int(c[name]) for c in found if c["point"] == point) for name in sums}
        for point in POINTS
    }
    total = {name: sum(int(c[name]) for c in found) for name in sums}
    return {"cases": len(found), **total, "points": by_point}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=2)
    print(json.dumps(all_cases(parser.parse_args().runs)))  # noqa: T201
