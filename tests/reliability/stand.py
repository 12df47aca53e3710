"""An assistant before its fake platforms, each a process of its own, for a load to be put on.

`whole` serves the real index and encoder of a home; else the small app, which starts in seconds.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from evaluation.assistant_fixture import copy_home, free_port
from tests.fakes import telegram_api
from tests.fakes.rasa_server import Mood

START_SECONDS = 90.0
RASA_TOKEN = "rasa-token-for-tests"
DAY = "2026-11-23"


@dataclass
class Stand:
    """`start` and `stop` may follow each other; the home and the platforms stay."""

    home: Path
    whole: bool
    port: int
    far: int
    database_url: str = ""
    rasa_url: str = ""
    app: subprocess.Popen[bytes] | None = None
    platforms: subprocess.Popen[bytes] | None = None
    numbers: Iterator[int] = field(default_factory=itertools.count)
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def away(self) -> str:
        return f"http://127.0.0.1:{self.far}"

    def start(self) -> float:
        """Seconds until it answers. Raises TimeoutError."""
        begun = time.monotonic()
        serve = [".venv/bin/thuthu", "serve", "--without-rasa"]
        small = [sys.executable, "-m", "tests.fakes.small_app"]
        with (self.home / "app.log").open("ab") as log:
            self.app = subprocess.Popen(
                serve if self.whole else small, env=self._environment(), stdout=log, stderr=log
            )
        _wait(f"{self.url}/health/live", self.app)
        return time.monotonic() - begun

    def stop(self, how: int = signal.SIGTERM) -> float:
        """Seconds until it was gone. Raises TimeoutExpired after half a minute."""
        assert self.app is not None
        begun = time.monotonic()
        self.app.send_signal(how)
        self.app.wait(30)
        return time.monotonic() - begun

    def sent(self, since: int = 0) -> list[tuple[str, str, float]]:
        """(chat, text, epoch seconds) of each message that reached Telegram."""
        found = self.http.get(f"{self.away}/control/sent", params={"since": since}).json()
        return [(chat, text, at) for chat, text, at in found]

    def mood(self, mood: Mood) -> int:
        """Let Rasa be well or fail; the number of calls it has had."""
        return int(self.http.get(f"{self.away}/control/mood/{mood}").json()["calls"])

    def log(self) -> str:
        return (self.home / "app.log").read_text(encoding="utf-8", errors="replace")

    def _environment(self) -> dict[str, str]:
        return os.environ | {
            "PYTHONPATH": ".",
            "OMP_NUM_THREADS": "1",
            "THUTHU_HOME": str(self.home),
            "THUTHU_PORT": str(self.port),
            "THUTHU_TODAY": DAY,
            "THUTHU_DATABASE_URL": self.database_url,
            "THUTHU_RASA_URL": self.rasa_url or f"{self.away}/rasa",
            "THUTHU_RASA_TOKEN": RASA_TOKEN,
            "THUTHU_TELEGRAM": "webhook",
            "THUTHU_TELEGRAM_TOKEN": telegram_api.TOKEN,
            "THUTHU_TELEGRAM_SECRET": telegram_api.SECRET,
            "THUTHU_TELEGRAM_API": f"{self.away}/telegram",
        }


@contextlib.contextmanager
def stand(
    *, whole: bool = False, home: Path = Path("var"), rasa_url: str = "", database_url: str = ""
) -> Iterator[Stand]:
    """Started, on a copy of the home where it is whole. Raises TimeoutError."""
    with tempfile.TemporaryDirectory(prefix="thuthu-stand-") as folder:
        if whole:
            copy_home(home, Path(folder))
        made = Stand(Path(folder), whole, free_port(), free_port(), database_url, rasa_url)
        actions = f"{made.url}/rasa/actions"
        words = [sys.executable, "-m", "tests.fakes.platforms", str(made.far), actions, RASA_TOKEN]
        made.platforms = subprocess.Popen(
            words, env=os.environ | {"PYTHONPATH": "."}, stderr=subprocess.DEVNULL
        )
        try:
            _wait(f"{made.away}/control/sent", made.platforms)
            made.start()
            yield made
        finally:
            for process in (made.app, made.platforms):
                if process is not None and process.poll() is None:
                    process.kill()
                    process.wait()
            made.http.close()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(url, timeout=5).status_code == httpx.codes.OK:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers at {url}")


def memory_mb(stand: Stand) -> float:
    """Proportional set size of the app, in MB."""
    from bench.served import memory_of

    assert stand.app is not None
    return memory_of(stand.app.pid)


def update(number: int, chat: int, text: str) -> dict[str, Any]:
    """A Telegram update as the platform posts it."""
    who = {"id": chat, "is_bot": False, "first_name": "Mẫu"}
    place = {"id": chat, "type": "private", "first_name": "Mẫu"}
    message = {"message_id": number, "date": int(time.time()), "chat": place, "from": who}
    return {"update_id": number, "message": {**message, "text": text}}
