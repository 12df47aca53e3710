"""What comes in is stored once, wakes the workers once, and its wait is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.delivery.inbox_door import Accept, InboxDoor
from bot.delivery.worker.admission import AdmissionControl
from bot.delivery.worker.wakeup import Wakeup
from bot.privacy.seal import Sealer
from bot.store import inbox
from bot.store.database import Transaction, open_database, sqlite_url
from bot.store.opened import assembled
from clock import HANOI, FixedClock
from connectors.messages import Inbound

NOW = datetime(2026, 11, 23, 9, tzinfo=HANOI)
MESSAGE = Inbound("cli", "e1", "chat", "xin chào", NOW)


class Told(AdmissionControl):
    """Keeps what it was told."""

    def __init__(self) -> None:
        super().__init__(12)
        self.waits: list[float] = []

    def stored(self, took: float) -> None:
        self.waits.append(took)
        super().stored(took)


@pytest.fixture(name="door")
def _door(tmp_path: Path) -> InboxDoor:
    store = assembled(open_database(sqlite_url(tmp_path)), Sealer(b"k" * 32))
    return InboxDoor(store, FixedClock(NOW), Wakeup(), Told())


async def _rang(door: InboxDoor) -> bool:
    try:
        await door.wakeup.wait(0.05)
    except TimeoutError:
        return False
    return True


def _waits(door: InboxDoor) -> list[float]:
    assert isinstance(door.admission, Told)
    return door.admission.waits


async def test_a_fresh_message_rings_and_a_repeat_does_not(door: InboxDoor) -> None:
    assert await door.accept(MESSAGE)
    assert await _rang(door)
    assert not await door.accept(MESSAGE)
    assert not await _rang(door)
    assert len(_waits(door)) == 2
    assert min(_waits(door)) > 0


async def test_nothing_is_kept_nor_rung_when_the_work_raises(door: InboxDoor) -> None:
    def work(_db: Transaction, accept: Accept) -> None:
        assert accept(MESSAGE)
        raise LookupError("gone")

    with pytest.raises(LookupError):
        await door.transact(work)
    assert not await _rang(door)
    assert _waits(door) == []
    assert await door.accept(MESSAGE)


async def test_work_is_told_which_of_its_messages_are_new(door: InboxDoor) -> None:
    found = await door.transact(lambda _db, accept: [accept(MESSAGE), accept(MESSAGE)])
    assert found == [True, False]
    assert await _rang(door)
    assert await door.store.database.run(lambda db: inbox.of_event(db, "cli", "e1"))
