"""D5, D2: a dead page gives its readers back within a minute; who waits long is told, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.desk import signing
from bot.desk.desk_handoffs import DeskHandoffs
from bot.desk.presence import CHECK_SECONDS, LATE_SECONDS, Presence
from bot.dialogue.replies.load import load
from bot.privacy.seal import Sealer
from bot.store import handoffs, staff, transcript
from bot.store.conversations import Conversations
from bot.store.database import Database, open_database, sqlite_url
from bot.store.handoffs import HandoffRequest
from bot.store.staff import Staff
from clock import HANOI, FixedClock


@dataclass
class Desk:
    """One librarian, one reader who waits; `open` is the library's door."""

    database: Database
    clock: FixedClock
    handoffs: DeskHandoffs
    presence: Presence
    talk: str
    mai: Staff
    rung: list[int]
    open: bool = True

    @property
    def now(self) -> float:
        return self.clock.now().timestamp()

    def claim(self) -> None:
        def take(db: Connection) -> None:
            staff.seen(db, self.mai.id, self.now)
            self.handoffs.claim(db, self.talk, self.mai, self.now)

        self.database.run_now(take)

    def said(self) -> list[str]:
        found = self.database.run_now(lambda db: transcript.of(db, self.talk))
        return [message.reply.text for message in found]

    def ticket(self) -> handoffs.Handoff:
        found = self.database.run_now(lambda db: handoffs.current(db, self.talk))
        assert found is not None
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    database, clock = (
        open_database(sqlite_url(tmp_path)),
        FixedClock(datetime(2026, 11, 23, 9, tzinfo=HANOI)),
    )
    people = Conversations(Sealer(b"k" * 32))
    desk_handoffs, rung = DeskHandoffs(people, load()), list[int]()
    now = clock.now().timestamp()

    def fill(db: Connection) -> tuple[str, Staff]:
        signing.add(db, "mai", "Mai", "x")
        talk = people.find_or_open(db, "web", "a", None, now)
        handoffs.ask(db, talk, HandoffRequest("asked", "hỏi"), (), now)
        people.set_owner(db, talk, "queue")
        found = staff.account(db, "mai")
        assert found is not None
        return talk, Staff(found.id, "mai", "Mai", "t")

    talk, mai = database.run_now(fill)
    made = Desk(
        database, clock, desk_handoffs,
        Presence(database, clock, desk_handoffs, lambda _: made.open, lambda: rung.append(1)),
        talk, mai, rung,
    )  # fmt: skip
    yield made
    database.close()


async def test_d5_a_dead_page_gives_its_readers_back_within_a_minute_with_the_draft(
    desk: Desk,
) -> None:
    desk.clock.advance(60)
    desk.claim()
    desk.database.run_now(lambda db: desk.handoffs.keep_draft(db, desk.talk, desk.mai, "Dạ,"))
    waited = 0.0
    while desk.ticket().state == "claimed" and waited <= 60:
        desk.clock.advance(CHECK_SECONDS)
        waited += CHECK_SECONDS
        await desk.presence.look()
    assert waited <= 60
    assert desk.ticket().draft == "Dạ,"
    assert "thủ thư khác sẽ trả lời" in desk.said()[-1]
    assert desk.rung


async def test_a_living_page_keeps_them(desk: Desk) -> None:
    desk.claim()
    for _ in range(30):
        desk.clock.advance(15)
        desk.database.run_now(lambda db: staff.seen(db, desk.mai.id, desk.now))
        await desk.presence.look()
    assert desk.ticket().state == "claimed"


async def test_after_a_restart_pages_have_time_to_come_back(desk: Desk) -> None:
    desk.claim()
    desk.clock.advance(3600)
    again = Presence(desk.database, desk.clock, desk.handoffs, lambda _: False, lambda: None)
    await again.look()
    assert desk.ticket().state == "claimed"


async def test_d2_in_opening_hours_who_waits_90_seconds_is_told_once(desk: Desk) -> None:
    desk.clock.advance(LATE_SECONDS - 1)
    await desk.presence.look()
    assert desk.said() == []
    desk.clock.advance(CHECK_SECONDS)
    for _ in range(3):
        await desk.presence.look()
        desk.clock.advance(CHECK_SECONDS)
    assert len(desk.said()) == 1
    assert "đang bận" in desk.said()[0]


async def test_out_of_hours_nobody_is_told_that_all_are_busy(desk: Desk) -> None:
    desk.open = False
    desk.clock.advance(3600)
    await desk.presence.look()
    assert desk.said() == []
