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
from pathlib import Path
from sqlite3 import Error as StoreError

from bot.app.parts import App
from bot.settings import Settings
from retrieval.index.state import state

LOOK_SECONDS = 15.0
"""Half a minute with the words' own build: changes are to be found within one."""
AFTER_FAULT_SECONDS = 300.0
STOP_SECONDS = 3.0
logger = logging.getLogger(__name__)


async def follow(app: App) -> None:
    """Until the app stops; a build under way then is ended, and goes on another time."""
    pause = LOOK_SECONDS
    while not app.stopping.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(app.stopping.wait(), pause)
        if app.stopping.is_set():
            return
        pause = LOOK_SECONDS if await _catch_up(app) else AFTER_FAULT_SECONDS


async def _catch_up(app: App) -> bool:
    """False when the index could not be brought up to the records."""
    try:
        found = await asyncio.to_thread(state, app.settings.home)
    except StoreError as error:
        logger.warning("record store: %s", type(error).__name__)
        return False
    if not found.stale(app.encoder.model):
        return True
    process = await asyncio.to_thread(start, app.settings)
    while process.poll() is None:
        with suppress(TimeoutError):
            await asyncio.wait_for(app.stopping.wait(), 1.0)
        if app.stopping.is_set():
            await asyncio.to_thread(_end, process)
            return True
    if process.returncode:
        logger.warning("index update failed (%s): see logs/index.log", process.returncode)
    return process.returncode == 0


def start(settings: Settings) -> subprocess.Popen[bytes]:
    """An update in a process of its own, which outlives a caller that does not wait for it."""
    log = settings.home / "logs/index.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    given = {"THUTHU_HOME": str(settings.home), "THUTHU_ENCODER": settings.encoder}
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
