"""Kill the process that builds and swaps the index, at any moment, while readers search."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from retrieval.index import layout
from retrieval.index.build import update
from retrieval.model import Page, Work, WorkQuery, WorkResults
from retrieval.records import Store
from retrieval.search.local import LocalSearcher
from tests.fakes.hash_encoder import HashEncoder

WORKS = 400
LONGEST = 0.9
"""Seconds a builder may live: several versions are swapped in that time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`invalid`: kills after which no whole index stood; `failed`: searches without a result."""

    kills: int
    searches: int
    failed: int
    invalid: int
    versions: int


def kill_often(home: Path, kills: int, seed: int = 1) -> Outcome:
    """Kill `kills` builders; between and during, search without pause."""
    fill(home, 0)
    update(home, HashEncoder())
    searcher = LocalSearcher(home, HashEncoder())
    draw = random.Random(seed)
    searches = failed = invalid = 0
    for _ in range(kills):
        builder = subprocess.Popen([sys.executable, "-m", "tests.crash.index_kills", str(home)])
        started = home / f"started-{builder.pid}"
        while not started.exists() and builder.poll() is None:
            time.sleep(0.005)
        until = time.monotonic() + draw.uniform(0.0, LONGEST)
        while time.monotonic() < until:
            found = searcher.works(WorkQuery(text="sách số bảy"))
            searches += 1
            failed += not (isinstance(found, WorkResults) and found.hits)
            time.sleep(0.002)
        os.kill(builder.pid, signal.SIGKILL)
        builder.wait()
        started.unlink(missing_ok=True)
        fresh = LocalSearcher(home, HashEncoder())
        after = fresh.works(WorkQuery(text="sách số bảy"))
        invalid += not (isinstance(after, WorkResults) and after.hits)
    update(home, HashEncoder())
    versions = int(layout.served(home).name[2:])
    return Outcome(kills, searches, failed, invalid, versions)


def fill(home: Path, turn: int) -> None:
    """The same works each turn with another note, so that every turn changes some."""
    store = Store(home)
    with store.transaction():
        for number in range(WORKS):
            if turn == 0 or number % 20 == turn % 20:
                work = Work(f"w{number}", f"Sách số bảy tập {number}", notes=f"lượt {turn}")
                store.put("work", work.id, "crash", work)
        page = Page("t", "Văn bản", "", 1, 1, f"Câu thứ nhất. Lượt {turn}.", None, "open")
        store.put("page", "t:1", "crash", page)
    store.close()


def build_for_ever(home: Path) -> None:
    """What is killed: changes, updates, and now and then everything anew."""
    turn = int(time.time() * 1000)
    (home / f"started-{os.getpid()}").touch()
    while True:
        turn += 1
        fill(home, turn)
        update(home, HashEncoder(), anew=turn % 4 == 0)


if __name__ == "__main__":
    build_for_ever(Path(sys.argv[1]))
