"""A turn that was given up while its action was at work is not told as one that changed nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.port import EngineFailure, TurnInput
from clock import FixedClock
from tests.fakes.house import START, EchoEngine, Recorder, open_house


class Slow(EchoEngine):
    """Gives up; `acting` says whether an action was still running."""

    acting = True

    async def turn(self, turn: TurnInput) -> EngineFailure:
        return EngineFailure("timeout", acting=self.acting)


@pytest.mark.parametrize("acting", [True, False])
async def test_the_reader_hears_that_nobody_knows_and_a_librarian_looks(
    tmp_path: Path, acting: bool
) -> None:
    clock = FixedClock(START)
    web = Recorder(clock, name="web")
    house = open_house(tmp_path, {"web": web}, clock=clock)
    engine = Slow()
    engine.acting = acting
    spare = EchoEngine()
    turn = replace(house.deps.turn, engine=engine, fallback=spare)
    house.deps = replace(house.deps, turn=turn)
    await house.hears("web", "an", "vâng", "e1")
    await house.settle()
    told = web.sent[-1][1]
    assert ("chưa biết việc bạn nhờ đã xong hay chưa" in told) is acting
    assert "chưa có gì thay đổi" not in told
    reasons = house.ask("SELECT reason FROM handoffs")
    assert reasons == ([("unconfirmed_write",)] if acting else [])
    assert bool(spare.heard) is not acting
    house.database.close()
