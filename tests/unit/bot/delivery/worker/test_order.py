"""Order within a conversation, and a turn that breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from clock import FixedClock
from tests.fakes.house import START, Recorder, open_house
from tests.reliability.order import in_order


@pytest.mark.parametrize("seed", range(4))
async def test_order_is_kept(tmp_path: Path, seed: int) -> None:
    await in_order(tmp_path, seed, chats=10, each=6)


async def test_a_message_whose_turn_breaks_is_tried_again_then_apologised_for(
    tmp_path: Path,
) -> None:
    clock = FixedClock(START)
    channel = Recorder(clock)
    house = open_house(tmp_path, {"rec": channel}, clock=clock)
    house.engine.raises = 1
    await house.hears("rec", "c", "một", "e1")
    await house.settle()
    assert [text for _, text, _ in channel.sent] == ["nghe: một#0"]
    house.engine.raises = 99
    await house.database.run(
        lambda db: db.exec_driver_sql("UPDATE inbox SET attempts = 4").rowcount
    )
    await house.hears("rec", "c", "hai", "e2")
    await house.database.run(
        lambda db: (
            db.exec_driver_sql("UPDATE inbox SET attempts = 4 WHERE state = 'waiting'").rowcount
        )
    )
    await house.settle()
    assert "trục trặc" in channel.sent[-1][1]
