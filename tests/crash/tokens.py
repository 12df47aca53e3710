"""kill -9 while the Zalo tokens are renewed: what is stored is always one whole pair.

python -m tests.crash.tokens --runs 50      one JSON object on standard output
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from bot.delivery.channels.token_store import StoredTokens
from bot.privacy.seal import Sealer
from bot.store.database import open_database, sqlite_url
from bot.store.facts import ChannelFacts
from clock import FixedClock
from connectors.zalo.oa import OAuth, Pair, Tokens
from connectors.zalo.oa.oauth import Denied, Granted
from tests.crash.cases import Killer, append
from tests.fakes.house import START

POINTS = ("before asking", "answered, not saved", "saving", "saved")
OLD_SECONDS = 21 * 3600.0


@dataclass
class FileOAuth:
    """Zalo's token endpoint as a file of used tokens: each works once, over all restarts."""

    path: Path
    killer: Killer

    async def refresh(self, token: str) -> Granted | Denied:
        self.killer.at("before asking")
        used = self.path.read_text(encoding="utf-8").split() if self.path.exists() else []
        if json.dumps(token) in used:
            return Denied(-14014, "oauth -14014")
        append(self.path, token)
        self.killer.at("answered, not saved")
        number = int(token.split("-")[1]) + 1
        return Granted(f"access-{number}", f"refresh-{number}", 90_000)


class KilledFacts(ChannelFacts):
    """Dies inside the transaction that keeps the pair."""

    killer: Killer

    def put(self, db: Any, channel: str, name: str, value: str, now: float) -> None:
        super().put(db, channel, name, value, now)
        self.killer.at("saving")


async def life(home: Path, point: str, hours: float) -> str:
    """Opens the store, asks for a token, and tells its health."""
    killer = Killer(point, 0)
    clock = FixedClock(START)
    clock.advance(hours * 3600)
    database = open_database(sqlite_url(home))
    facts = KilledFacts(Sealer(b"k" * 32))
    facts.killer = Killer("none", 0)
    store = StoredTokens(database, facts, clock)
    if await store.load() is None:
        begun = START.timestamp()
        await store.save(Pair("access-0", "refresh-0", "", begun, begun + 90_000))
    facts.killer = killer
    tokens = Tokens(store, cast("OAuth", FileOAuth(home / "used", killer)), clock)
    answers = await asyncio.gather(*(tokens.access() for _ in range(20)))
    killer.at("saved")
    assert len(set(map(str, answers))) == 1
    pair = await store.load()
    assert pair is not None and pair.access.split("-")[1] == pair.refresh.split("-")[1]
    health = await tokens.health()
    database.close()
    return health


def run(home: Path, point: str, hours: float) -> tuple[int, str]:
    """The child's exit, and the health it told."""
    child = os.fork()
    if child == 0:
        try:
            health = asyncio.run(life(home, point, hours))
            (home / "health").write_text(health, encoding="utf-8")
            os._exit(0)
        except BaseException as error:
            os.write(2, f"{type(error).__name__}: {error}\n".encode())
            os._exit(1)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return code, (home / "health").read_text(encoding="utf-8") if code == 0 else ""


def all_cases(runs: int) -> dict[str, int]:
    found = {"cases": 0, "killed": 0, "whole": 0, "well": 0, "loud": 0, "silent_trouble": 0}
    for number in range(runs * len(POINTS)):
        point = POINTS[number % len(POINTS)]
        home = Path(tempfile.mkdtemp(prefix="thuthu-tokens-"))
        code, _ = run(home, point, 21)
        again, health = run(home, "none", 21.1)
        found["cases"] += 1
        found["killed"] += code == -signal.SIGKILL
        found["whole"] += again == 0
        lost = point in ("answered, not saved", "saving")
        found["well"] += not lost and health == "ok"
        found["loud"] += lost and health.startswith("consent again")
        found["silent_trouble"] += lost and health == "ok"
        shutil.rmtree(home)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1)
    print(json.dumps(all_cases(parser.parse_args().runs)))  # noqa: T201
