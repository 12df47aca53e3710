"""Each promise's full version: a name, and what gives its figures.

All but `acknowledge`, `rasa` and `soak` count faults, not time, and may run beside other work.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from clock import FixedClock
from tests.fakes.channel_lines import NAMES
from tests.fakes.house import START
from tests.fakes.rasa_server import Mood
from tests.reliability import acknowledge, deliveries, limits, load, order, rasa_failing, soak
from tests.reliability import routes as fuzz
from tests.reliability import stopping as stops
from tests.reliability.stand import Stand, stand

HOME = Path(os.environ.get("THUTHU_HOME", "var"))
MEMORY_DISK = Path("/dev/shm")
"""Where order and limits keep their stores: they are not about a disk's speed."""
Figures = dict[str, Any]


def kills(runs: int = 50) -> Figures:
    """kill -9 at 12 points, `runs` times each."""
    return _process("tests.crash.cases", runs)


def tokens(runs: int = 50) -> Figures:
    """kill -9 at 4 points of a refresh, `runs` times each; 20 callers in every one."""
    return _process("tests.crash.tokens", runs)


def payloads() -> Figures:
    """Every recorded payload 5 times in sequence and 20 at once."""
    with _folder() as home:
        return {name: asyncio.run(deliveries.repeated(Path(home) / name, name)) for name in NAMES}


def flips(count: int = 1000) -> Figures:
    """One byte of a signature or a signed body changed."""
    with _folder() as home:
        return {
            name: asyncio.run(deliveries.flipped(Path(home) / name, name, count)) for name in NAMES
        }


def ordering(cases: int = 500, chats: int = 50, each: int = 20) -> Figures:
    """Conversations served by 8 workers that die now and then. Raises where order was broken."""
    for seed in range(cases):
        with _folder() as home:
            asyncio.run(order.in_order(Path(home), seed, chats=chats, each=each))
        print(f"order: {seed + 1} of {cases}", file=sys.stderr, flush=True)
    return {"cases": cases, "conversations": chats, "messages_each": each, "in_order": cases}


def sends(messages: int = 10_000) -> Figures:
    """Random sends on a turned clock. Raises where a limit or an order was broken."""
    with _folder() as home:
        sent = asyncio.run(
            limits.limited(Path(home), FixedClock(START), chats=400, messages=messages, overall=30)
        )
    return {"sends": len(sent), "over_the_limit": 0, "out_of_order": 0}


def sigterm(messages: int = 1000, rate: float = 20, times: int = 5) -> Figures:
    """The whole app told to end in the midst of a stream."""
    with stand(whole=True, home=HOME) as made:
        return asyncio.run(stops.stopping(made, messages=messages, rate=rate, stops=times))


def acknowledging(seconds: float = 600, rate: float = 50) -> Figures:
    """Rasa well, then frozen; then the store locked."""
    with stand(whole=True, home=HOME) as made:

        async def measured() -> Figures:
            await load.warm(made)
            return {
                "locked": await acknowledge.locked(made, seconds=5, rate=4),
                "frozen": await acknowledge.acknowledge(
                    made, rate=rate, seconds=seconds / 5, mood="frozen"
                ),
                "well": await acknowledge.acknowledge(
                    made, rate=rate, seconds=seconds, mood="well"
                ),
            }

        return asyncio.run(measured())


def rasa(messages: int = 200, rate: float = 5) -> Figures:
    """Each way in which Rasa fails, on a fresh app, and how soon it is trusted again."""
    found: Figures = {}
    for mood in ("stopped", "frozen", "empty", "garbage"):
        away = "http://127.0.0.1:9" if mood == "stopped" else ""
        with stand(whole=True, home=HOME, rasa_url=away) as made:
            found[mood] = asyncio.run(_failing(made, mood, messages, rate))
    return found


async def _failing(made: Stand, mood: str, messages: int, rate: float) -> Figures:
    await load.warm(made)
    how = cast("Mood", "well" if mood == "stopped" else mood)
    found = await rasa_failing.failing(made, how, messages=messages, rate=rate)
    if mood != "stopped":
        found["recovered_seconds"] = await rasa_failing.recovery(made)
    return found


def soaking(seconds: float = 1800, rate: float = 5, sockets: int = 500) -> Figures:
    """Turns over open web sockets, and the app's memory in thirds of the time."""
    with stand(whole=True, home=HOME) as made:
        asyncio.run(load.warm(made))
        return asyncio.run(soak.soak(made, seconds=seconds, rate=rate, sockets=sockets))


def parsers(examples: int = 10_000) -> Figures:
    """Every parser of what comes from outside, on random and damaged input."""
    return _pytest(
        {"THUTHU_EXAMPLES": str(examples)}, "tests/contract/channel", "tests/fuzz",
        "-k", "parser or renders or fuzz_of",
    ) | {"examples": examples}  # fmt: skip


def routes(examples: int = 300) -> Figures:
    """Every route fuzzed from its schema, as a stranger and as a librarian."""
    with stand() as made:
        return fuzz.fuzz(made, examples)


SUITES: dict[str, Callable[..., Figures]] = {
    "tokens": tokens,
    "payloads": payloads,
    "flips": flips,
    "limits": sends,
    "parsers": parsers,
    "routes": routes,
    "sigterm": sigterm,
    "rasa": rasa,
    "acknowledge": acknowledging,
    "kills": kills,
    "order": ordering,
    "soak": soaking,
}


def _process(module: str, runs: int) -> Figures:
    words = [sys.executable, "-m", module, "--runs", str(runs)]
    environment = os.environ | {"PYTHONPATH": "."}
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=environment)
    found: Figures = json.loads(done.stdout)
    return found


def _pytest(environment: dict[str, str], *words: str) -> Figures:
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *words],
        check=False, capture_output=True, text=True, env=os.environ | environment,
    )  # fmt: skip
    counts = {kind: int(n) for n, kind in re.findall(r"(\d+) (passed|failed|error)", done.stdout)}
    if counts.get("failed") or counts.get("error"):
        print(done.stdout[-4000:], file=sys.stderr)
    return {"passed": counts.get("passed", 0), "failed": counts.get("failed", 0)} | {
        "seconds": round(time.monotonic() - begun, 1)
    }


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir=MEMORY_DISK if MEMORY_DISK.exists() else None)
