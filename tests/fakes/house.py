"""The way of a message without search or Rasa: inbox, worker, outbox and sender are the real
ones; the engine repeats what it heard."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import create_engine, text

from bot.delivery.assembly import assemble, open_door
from bot.delivery.intake import Intake
from bot.delivery.sender import sender
from bot.delivery.sender.sender import SenderDeps
from bot.delivery.sender.window import WindowPolicy
from bot.delivery.signals import Signals
from bot.delivery.worker import worker
from bot.dialogue.port import EngineFailure, TurnInput, TurnResult
from bot.dialogue.replies.load import load
from bot.dialogue.turn.needs import WholeMessage
from bot.dialogue.turn.turn import TurnDeps
from bot.privacy.seal import Sealer
from bot.store.database import Database, open_database, sqlite_url
from bot.store.opened import assembled
from clock import HANOI, Clock, FixedClock
from connectors.messages import Button, Capabilities, Inbound, Rate, Rendered, Reply
from connectors.port import Channel, RawRequest, Refusal, SendOutcome, Sent

START = datetime(2026, 11, 23, 9, tzinfo=HANOI)
OTHER = "THUTHU_TEST_DATABASE"
"""Names a PostgreSQL database that the suites may empty; SQLite where it is not set."""
EFFECT = "gia hạn"
"""A message that holds this is answered as if a renewal had been written."""


@dataclass
class EchoEngine:
    """Answers `nghe: <text>`; the turn waits `seconds`, and fails when told to."""

    seconds: float = 0.0
    heard: list[tuple[str, str]] = field(default_factory=list)
    raises: int = 0
    forgotten: list[str] = field(default_factory=list)

    async def turn(self, turn: TurnInput) -> TurnResult | EngineFailure:
        self.heard.append((turn.conversation_id, turn.text))
        if self.seconds:
            await asyncio.sleep(self.seconds)
        if self.raises:
            self.raises -= 1
            raise RuntimeError("told to fail")
        acts = ("renewed",) if EFFECT in turn.text else ("answered",)
        buttons = (Button("Sách đang mượn", "/view_loans"), Button("Đồng ý", "/affirm"))
        reply = Reply(f"nghe: {turn.payload or turn.text}", buttons)
        return TurnResult((reply,), acts)  # type: ignore[arg-type]

    async def forget(self, conversation_id: str) -> bool:
        self.forgotten.append(conversation_id)
        return True

    async def healthy(self) -> bool:
        return True


@dataclass
class Recorder:
    """A channel that keeps what it is given; `outcomes` decides the next sends."""

    clock: Clock
    name: str = "rec"
    rate: Rate | None = None
    outcomes: list[SendOutcome] = field(default_factory=list)
    sent: list[tuple[str, str, float]] = field(default_factory=list)
    parts: int = 1
    free_hours: int | None = None
    hard_hours: int | None = None

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            2000, 5, 20, cards=False, push=True, typing=False, rate=self.rate,
            free_window_hours=self.free_hours, hard_window_hours=self.hard_hours,
        )  # fmt: skip

    def verify(self, request: RawRequest) -> Refusal | None:
        return None

    def parse(self, request: RawRequest) -> tuple[Inbound, ...] | Refusal:
        return ()

    def render(self, reply: Reply) -> Rendered:
        return Rendered(tuple({"text": f"{reply.text}#{n}"} for n in range(self.parts)))

    async def send(self, chat_key: str, message_id: str, payload: dict[str, object]) -> SendOutcome:
        outcome = self.outcomes.pop(0) if self.outcomes else Sent(message_id)
        if isinstance(outcome, Sent):
            self.sent.append((chat_key, str(payload["text"]), self.clock.now().timestamp()))
        return outcome


@dataclass
class House:
    """Assembled like the app, smaller. `clock` may be turned."""

    clock: Clock
    database: Database
    engine: EchoEngine
    deps: worker.WorkerDeps
    sender: SenderDeps
    intake: Intake

    async def hears(self, channel: str, chat: str, words: str, event: str) -> None:
        """One message, as the intake stores it."""
        await self.intake.door.accept(Inbound(channel, event, chat, words, self.clock.now()))

    async def settle(self) -> None:
        """Until nothing is left to do at this time of the clock."""
        while await worker.step(self.deps):
            pass
        while await sender.step(self.sender):
            pass

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        return self.database.run_now(lambda db: [tuple(r) for r in db.execute(text(sql))])


def _emptied(url: str) -> str:
    """A PostgreSQL database with nothing in it, so that the suites run on it as on a new file."""
    if url:
        engine = create_engine(url)
        with engine.begin() as db:
            db.execute(text("DROP SCHEMA public CASCADE"))
            db.execute(text("CREATE SCHEMA public"))
        engine.dispose()
    return url


def open_house(
    home: Path,
    channels: Mapping[str, Channel],
    *,
    clock: Clock | None = None,
    engine: EchoEngine | None = None,
    policies: Mapping[str, WindowPolicy] | None = None,
    url: str = "",
) -> House:
    clock = clock or FixedClock(START)
    engine = engine or EchoEngine()
    database = open_database(url or _emptied(os.environ.get(OTHER, "")) or sqlite_url(home))
    store = assembled(database, Sealer(b"k" * 32))

    async def redeem(_conversation: str, _code: str) -> None:
        return None

    turn = TurnDeps(engine, engine, WholeMessage(), redeem, load())
    signals = Signals()
    door = open_door(store, clock, signals)
    delivery = assemble(door, signals, turn, channels, policies or {})
    return House(clock, database, engine, delivery.worker, delivery.sender, delivery.intake)
