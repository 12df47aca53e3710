"""A row that cannot be read is a dead letter, and silences nobody."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.delivery.worker import worker
from bot.store import inbox
from clock import FixedClock
from tests.fakes.house import START, House, Recorder, open_house

DAMAGE = {
    "inbox, not JSON": "UPDATE inbox SET body = 'x' WHERE event_id = 'bad'",
    "inbox, another shape": "UPDATE inbox SET body = '[1]' WHERE event_id = 'bad'",
    "inbox, a field less": "UPDATE inbox SET body = '{}' WHERE event_id = 'bad'",
    "conversation, broken seal": (
        "UPDATE conversations SET chat_sealed = x'00' WHERE id ="
        " (SELECT conversation_id FROM inbox WHERE event_id = 'bad')"
    ),
    "link, broken seal": (
        "INSERT INTO links SELECT conversation_id, x'0011223344556677889900aabbcc', 'v1',"
        f" {START.timestamp()} FROM inbox WHERE event_id = 'bad'"
    ),
}


@pytest.mark.parametrize("statement", DAMAGE.values(), ids=DAMAGE.keys())
async def test_the_others_are_answered(tmp_path: Path, statement: str) -> None:
    clock = FixedClock(START)
    channel = Recorder(clock)
    house = open_house(tmp_path, {"rec": channel}, clock=clock)
    await house.hears("rec", "one", "hỏng", "bad")
    await house.hears("rec", "two", "lành", "good")
    await house.database.run(lambda db: db.exec_driver_sql(statement).rowcount)
    await house.settle()
    assert [text for _, text, _ in channel.sent] == ["nghe: lành#0"]
    assert await house.database.run(inbox.dead) == 1
    house.database.close()


OUT = {
    "message, not JSON": "UPDATE messages SET reply = 'x' WHERE conversation_id = ?",
    "conversation, broken seal": "UPDATE conversations SET chat_sealed = x'00' WHERE id = ?",
}


@pytest.mark.parametrize("statement", OUT.values(), ids=OUT.keys())
async def test_a_reply_that_cannot_be_read_holds_up_no_other(
    tmp_path: Path, statement: str
) -> None:
    clock = FixedClock(START)
    channel = Recorder(clock)
    house = open_house(tmp_path, {"rec": channel}, clock=clock)
    for chat in ("one", "two"):
        await house.hears("rec", chat, f"từ {chat}", f"e{chat}")
    while await worker_step(house):
        continue
    talks = house.deps.store.conversations
    one = await house.database.run(lambda db: talks.by_chat(db, "rec", "one"))
    assert one is not None
    await house.database.run(lambda db: db.exec_driver_sql(statement, (one.id,)).rowcount)
    await house.settle()
    assert [text for _, text, _ in channel.sent] == ["nghe: từ two#0"]
    house.database.close()


async def worker_step(house: House) -> bool:
    return await worker.step(house.deps)
