"""A served assistant in processes of its own, started and ended by a benchmark."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from evaluation.assistant_fixture import copy_home, free_port

START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Served:
    """`start_seconds` from the start to the first answer with Rasa up."""

    url: str
    pid: int
    start_seconds: float

    def memory_mb(self) -> dict[str, float]:
        """Proportional set size of the app and of what it started (Rasa), in MB."""
        shares = {pid: memory_of(pid) for pid in self.processes()}
        app = shares.pop(self.pid)
        return {"app": app, "rasa": sum(shares.values()), "all": app + sum(shares.values())}

    def processes(self) -> list[int]:
        """The app first, then what came of it."""
        return _tree(self.pid)


@contextmanager
def served(home: Path, *, stock: bool = False) -> Iterator[Served]:
    """On a copy of `home`, Rasa light or stock. Raises TimeoutError when it does not start."""
    port, rasa_port = free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        copy_home(home, Path(folder))
        environment = os.environ | {
            "THUTHU_HOME": folder,
            "THUTHU_PORT": str(port),
            "THUTHU_RASA_URL": f"http://127.0.0.1:{rasa_port}",
            "THUTHU_TODAY": "2026-11-23",
        }
        if stock:
            environment["THUTHU_RASA_STOCK"] = "1"
        begun = time.monotonic()
        with subprocess.Popen(
            [".venv/bin/thuthu", "serve"],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                url = f"http://127.0.0.1:{port}"
                _wait(url, process)
                yield Served(url, process.pid, round(time.monotonic() - begun, 1))
            finally:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{url}/health/ready", timeout=5).json()["state"] == "ok":
                return
        except (httpx.HTTPError, ValueError, KeyError):
            pass
        time.sleep(0.2)
    raise TimeoutError(f"no assistant at {url} after {START_SECONDS:.0f} s")


def _tree(pid: int) -> list[int]:
    """The process and all that came of it."""
    found = [pid]
    children = Path(f"/proc/{pid}/task/{pid}/children")
    for thread in children.parent.parent.iterdir():
        for child in (thread / "children").read_text(encoding="ascii").split():
            found += _tree(int(child))
    return found


def memory_of(pid: int) -> float:
    """Proportional set size of one process, in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return round(int(line.split()[1]) / 1024, 1)
    raise ValueError(f"no Pss for process {pid}")
