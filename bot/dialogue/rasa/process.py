"""Rasa as a child process: started, watched, restarted with back-off, stopped cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from bot.settings import CHECKOUT

FIRST_PAUSE, MAX_PAUSE = 1.0, 30.0
"""Seconds between restarts; doubled each time, so that a broken model costs little."""
STOP_SECONDS = 3.0
EARLY_SECONDS = 60.0
"""Rasa loads in ten; one that ends within this did not come up, as when its port is taken."""
LEASHED = {"THUTHU_RASA_LEASH": "1"}
"""The child watches its standard input and ends with us, however we end."""


class RasaProcess:
    """`run` keeps it up until `stop`."""

    def __init__(self, port: int, environment: Mapping[str, str], log: Path, python: Path) -> None:
        self._port = port
        self._python = python
        self._environment = {**os.environ, **environment, **LEASHED, "PYTHONPATH": str(CHECKOUT)}
        self._log = log
        self._child: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()
        self._early_ends = 0

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def fault(self) -> str:
        """Why Rasa is not ours or does not stay up; empty while nothing is known against it. Who
        answers at its port meanwhile is somebody else."""
        if self._early_ends < 2:
            return ""
        return f"ended at once {self._early_ends} times; see logs/{self._log.name}"

    async def run(self) -> None:
        """Start, wait for its end, start again; returns after `stop`."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            begun = time.monotonic()
            self._child = await self._spawn()
            await self._child.wait()
            early = time.monotonic() - begun < EARLY_SECONDS
            self._early_ends = self._early_ends + 1 if early else 0
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(2 * pause, MAX_PAUSE)

    async def stop(self) -> None:
        """Ask it to end, then insist."""
        self._stopping.set()
        child = self._child
        if child is None or child.returncode is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(child.wait(), STOP_SECONDS)
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await child.wait()

    async def _spawn(self) -> asyncio.subprocess.Process:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                str(self._python),
                "-m",
                "nlu_data.light.run",
                "server",
                "--port",
                str(self._port),
                env=self._environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _signal(self, number: signal.Signals) -> None:
        """To its whole session: sanic keeps a worker of its own."""
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child.pid, number)
