"""A whole assistant, started on free ports for scripted conversations, then ended."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import socket
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import uvicorn

from bot.app import waiting
from bot.app.root import Assistant, build
from bot.app.web import create_app
from bot.delivery.channels.settings import ChannelSettings
from bot.settings import Settings
from bot.store.database import Transaction
from clock import HANOI
from library.demo.seed import id_of

START_SECONDS = 90.0
OPEN_HOUR, SHUT_HOUR = 9, 21
CIRCULATION = "library.sqlite"
Say = Callable[[str, str | None, dict[str, Any]], dict[str, Any]]


@dataclass(slots=True)
class FixtureClock:
    """Runs as time does, from the moment a scene sets."""

    begun: datetime = field(default_factory=lambda: datetime.now(HANOI))
    shown: datetime = field(default_factory=lambda: datetime.now(HANOI))

    def now(self) -> datetime:
        return self.shown + (datetime.now(HANOI) - self.begun)

    def today(self) -> date:
        return self.now().date()

    def monotonic(self) -> float:
        return time.monotonic()

    def show(self, day: date, hour: int) -> None:
        """Later scenes never go back behind earlier ones of the same hour."""
        self.begun = datetime.now(HANOI)
        self.shown = datetime(day.year, day.month, day.day, hour, tzinfo=HANOI) + timedelta(
            seconds=time.monotonic() % 1000
        )


@dataclass(slots=True)
class AssistantFixture:
    """The started assistant."""

    app: Assistant
    clock: FixtureClock
    loop: asyncio.AbstractEventLoop
    home: Path
    """Whose circulation each scene begins with."""
    scenes: set[str] = field(default_factory=set)

    def say(self, text: str, conversation: str | None, setup: dict[str, Any]) -> dict[str, Any]:
        """One turn; a conversation's first turn sets its scene (day, hours, linked card)."""
        name = conversation or f"scene-{len(self.scenes)}"
        if conversation is None:
            self.scenes.add(name)
            day = date.fromisoformat(setup.get("today", "2026-11-23"))
            self.clock.show(day, OPEN_HOUR if setup.get("open", True) else SHUT_HOUR)
            self.shelve()
            if card := setup.get("card"):
                self.app.store.database.run_now(lambda db: self._link(db, name, card))
        asked = waiting.ask(self.app.ask, text, name, None)
        return asyncio.run_coroutine_threadsafe(asked, self.loop).result(waiting.PATIENCE + 5)

    def shelve(self) -> None:
        """Circulation as it was before the first scene."""
        opened = sqlite3.connect(self.app.settings.home / CIRCULATION)
        with closing(sqlite3.connect(self.home / CIRCULATION)) as kept, closing(opened) as live:
            kept.backup(live)

    def _link(self, db: Transaction, name: str, card: str) -> None:
        now = self.clock.now().timestamp()
        found = self.app.store.conversations.find_or_open(db, waiting.CHANNEL, name, None, now)
        self.app.store.links.link(db, found, id_of(card), "evaluation", now)


@contextmanager
def stage(
    home: Path,
    day: date,
    prepare: Callable[[Path], Mapping[str, Any]] = lambda _home: {},
) -> Iterator[AssistantFixture]:
    """On a copy of the home's circulation and a store of its own. `prepare` may change the copy,
    and gives further settings. Raises RuntimeError."""
    port, rasa_port = free_port(), free_port()
    clock = FixtureClock()
    clock.show(day, OPEN_HOUR)
    with tempfile.TemporaryDirectory() as folder:
        copy_home(home, Path(folder))
        settings = Settings(
            home=Path(folder),
            port=port,
            today=day,
            rasa_url=f"http://127.0.0.1:{rasa_port}",
            **prepare(Path(folder)),
        )
        app = build(settings, ChannelSettings(), clock=clock)
        config = uvicorn.Config(
            create_app(app, with_rasa=True), port=port, log_level="warning", lifespan="on"
        )
        server = uvicorn.Server(config)
        loop = asyncio.new_event_loop()
        thread = Thread(target=loop.run_until_complete, args=(server.serve(),), daemon=True)
        thread.start()
        try:
            _wait(settings)
            yield AssistantFixture(app, clock, loop, home)
        finally:
            server.should_exit = True
            thread.join(20)


def play(file: Path, evaluate: Callable[[Path, Say], dict[str, Any]]) -> dict[str, Any]:
    """What `evaluate` finds on a stage of the settings' home."""
    settings = Settings()
    with stage(settings.home, settings.today or date(2026, 11, 23)) as started:
        return evaluate(file, started.say)


def copy_home(home: Path, folder: Path) -> None:
    """Without the home's store, logs and drawn pages: nobody's conversations come along. On the
    disk at the return: else the copy is written half a minute later, and commits wait for it."""

    def left_out(place: str, names: list[str]) -> set[str]:
        if Path(place) != home:
            return set()
        return {n for n in names if n.startswith("store.sqlite") or n in ("logs", "pages", "test")}

    shutil.copytree(home, folder, dirs_exist_ok=True, ignore=left_out)
    os.sync()


def free_port() -> int:
    """A port of loopback that nobody listens at just now.

    Below those that the kernel gives to callers (32768 up): while one waits for the server there,
    a caller given the very port it calls would connect to itself, and the server find it taken.
    """
    while True:
        port = random.randrange(15_000, 32_000)  # noqa: S311 - nothing is guarded by it
        with socket.socket() as sock, suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port


def _wait(settings: Settings) -> None:
    """Until the app and Rasa answer."""
    deadline = time.monotonic() + START_SECONDS
    for url in (f"{settings.public_url}/", f"{settings.rasa_url}/"):
        while True:
            try:
                if httpx.get(url, timeout=2.0).status_code == httpx.codes.OK:
                    break
            except httpx.HTTPError:
                pass
            if time.monotonic() > deadline:
                raise RuntimeError(f"nothing answers at {url} after {START_SECONDS:.0f} s")
            time.sleep(0.2)
