"""Nothing is written without a yes; what was confirmed is remembered with its turn."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.dialogue.actions.account.confirmed_write import ConfirmedWrite, Told, all_told, confirmed
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.store.steps import step
from connectors.messages import Reply
from tests.fakes.reading_room import services


@dataclass
class Writes:
    """The writes that were carried out: turn, patron and what."""

    done: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)

    async def carry_out(
        self, context: ActionContext, _services: Services, patron_id: str, wanted: tuple[str, ...]
    ) -> Outcome:
        self.done.append((context.turn_id, patron_id, wanted))
        return Outcome((Reply("xong"),), ("renewed",), {"told": "yes"})


def _context(answer: object, patron_id: str | None = "p1", turn_id: str = "t1") -> ActionContext:
    return ActionContext("a", "c", turn_id, patron_id, slots={"confirm": answer})


def _write(writes: Writes) -> ConfirmedWrite:
    return ConfirmedWrite("renew", "confirm", {"loan": None}, "cancelled", writes.carry_out)


@pytest.mark.parametrize("answer", [None, "no", "", True, "YES", "yes "])
async def test_nothing_is_written_without_a_yes(answer: object) -> None:
    writes, key = Writes(), "renew.left"
    left = ConfirmedWrite("renew", "confirm", {"loan": None}, key, writes.carry_out)
    outcome = await left.submit(_context(answer), services(), "p1", ("l1",))
    assert writes.done == []
    assert outcome.acts == ("cancelled",)
    assert outcome.slots == {"loan": None, "task": "idle"}


async def test_a_turn_repeated_writes_the_same_again_under_the_same_turn() -> None:
    writes = Writes()
    write = _write(writes)
    first = await write.submit(_context("yes"), services(), "p1", ("l1", "l2"))
    again = await write.submit(_context("yes"), services(), "p1", ("l1", "l2"))
    assert first == again
    assert writes.done == [("t1", "p1", ("l1", "l2"))] * 2
    assert first.slots["submitted"] == {"turn": "t1", "task": "renew", "things": ["l1", "l2"]}
    assert first.slots["task"] == "idle"
    assert first.slots["told"] == "yes"


async def test_a_reader_without_a_card_writes_nothing() -> None:
    writes = Writes()
    submit = confirmed(_write(writes), lambda _context: ("l1",))
    await submit(_context("yes", None), services())
    assert writes.done == []
    await submit(_context("yes", "p9"), services())
    assert writes.done == [("t1", "p9", ("l1",))]


@pytest.mark.parametrize("doubtful", [False, True])
def test_a_doubtful_write_goes_to_a_librarian(doubtful: bool) -> None:
    say = Say(_context("yes"), services())
    each = [
        Told("một", "renewed", step("renewed")),
        Told("hai", "renewed", step("write_doubtful"), doubtful),
    ]
    outcome = all_told(say, Reply("cả hai"), each, "xem lại")
    assert outcome.replies[0] == Reply("cả hai")
    assert outcome.acts[0] == "renewed" and outcome.acts.count("renewed") == 1
    assert [one.kind for one in outcome.trail] == ["renewed", "write_doubtful"]
    handoff = outcome.effects.handoff
    assert (handoff is not None and handoff.reason == "unconfirmed_write") is doubtful
