"""Several writes of one message run side by side, few at a time, and are told in their order."""

from __future__ import annotations

import asyncio
from dataclasses import fields

import pytest

from bot.dialogue.actions.writing import SIDE_BY_SIDE, side_by_side
from library.model import Loan
from library.results import Refused, WriteResult
from tests.fakes.library_system import FakeLibrary
from tests.fakes.rasa_dialogue import Conversation, shown
from tests.fakes.reading_room import library, services


async def test_few_at_a_time_and_in_order() -> None:
    running = most = 0

    async def write(thing: str) -> str:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.02 if thing == "a" else 0.0)
        running -= 1
        return thing.upper()

    assert await side_by_side(write, list("abcdefg")) == tuple("ABCDEFG")
    assert most == SIDE_BY_SIDE


@pytest.mark.parametrize(("lost", "ends"), [(3, True), (1, False)])
async def test_a_link_ends_where_every_write_says_that_the_card_is_gone(
    lost: int, ends: bool
) -> None:
    class Lost(FakeLibrary):
        async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
            if loan_id in ("l1", "l2", "l3")[:lost]:
                return Refused("card_lost")
            return await super().renew(patron_id, loan_id, key)

    known = library()
    system = Lost(**{f.name: getattr(known, f.name) for f in fields(known) if f.init})
    talk = Conversation(services(system), patron_id="pA")
    await talk.say("gia hạn hết giúp mình", "renew_loan")
    told = await talk.say("ừ", "affirm")
    assert told.effects.unlink is ends
    assert ("gỡ thẻ" in shown(told)) is ends
    assert ("Đã gia hạn" in shown(told)) is not ends
