"""Rasa as a child process: started, watched, restarted with back-off, stopped cleanly."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping
from pathlib import Path

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between restarts; doubled each time, so that a broken model costs little."""
STOP_SECONDS = 3.0


class RasaProcess:
    """`run` keeps it up until `stop`."""

    def __init__(self, port: int, environment: Mapping[str, str], log: Path, python: Path) -> None:
        self._port = port
        self._python = python
        self._environment = {**os.environ, **environment, "PYTHONPATH": str(Path.cwd())}
        self._log = log
        self._child: asyncio.subprocess.Process | None = None
        self._stopping = asyncio.Event()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    async def run(self) -> None:
        """Start, wait for its end, start again; returns after `stop`."""
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            self._child = await self._spawn()
            await self._child.wait()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)
            pause = min(2 * pause, LONGEST_PAUSE)

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
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _signal(self, number: signal.Signals) -> None:
        """To its whole session: sanic keeps a worker of its own."""
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child.pid, number)
