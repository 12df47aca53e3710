"""The index follows the records while readers are served: in a process of its own, at low priority.

Records come in by `thuthu ingest`; a changed encoder makes every vector anew. Either is seen
here within seconds, whoever caused it. One builder runs at a time: a second waits for its lock.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Error as StoreError

from retrieval.index.state import state

LOOK_SECONDS = 15.0
"""Half a minute with the words' own build: changes are to be found within one."""
AFTER_FAULT_SECONDS = 300.0
STOP_SECONDS = 3.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexDeps:
    """`model` names the encoder that every vector must come from."""

    home: Path
    encoder: str
    model: str
    stopping: asyncio.Event


async def follow(deps: IndexDeps) -> None:
    """Until the app stops; a build under way then is ended, and goes on another time."""
    pause = LOOK_SECONDS
    while not deps.stopping.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(deps.stopping.wait(), pause)
        if deps.stopping.is_set():
            return
        pause = LOOK_SECONDS if await _catch_up(deps) else AFTER_FAULT_SECONDS


async def _catch_up(deps: IndexDeps) -> bool:
    """False when the index could not be brought up to the records."""
    try:
        found = await asyncio.to_thread(state, deps.home)
    except StoreError as error:
        logger.warning("record store: %s", type(error).__name__)
        return False
    if not found.stale(deps.model):
        return True
    process = await asyncio.to_thread(start, deps.home, deps.encoder)
    while process.poll() is None:
        with suppress(TimeoutError):
            await asyncio.wait_for(deps.stopping.wait(), 1.0)
        if deps.stopping.is_set():
            await asyncio.to_thread(_end, process)
            return True
    if process.returncode:
        logger.warning("index update failed (%s): see logs/index.log", process.returncode)
    return process.returncode == 0


def start(home: Path, encoder: str) -> subprocess.Popen[bytes]:
    """An update in a process of its own, which outlives a caller that does not wait for it."""
    log = home / "logs/index.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    given = {"THUTHU_HOME": str(home), "THUTHU_ENCODER": encoder}
    command = str(Path(sys.executable).with_name("thuthu"))
    with log.open("wb") as file:
        return subprocess.Popen(
            ["nice", "-n", "10", command, "index", "update"],
            env=os.environ | given,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
