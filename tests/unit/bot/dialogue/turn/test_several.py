"""Several needs of one message are answered in order, in at most two bubbles."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from itertools import chain

import pytest

from bot.dialogue.port import EngineFailure, TurnInput, TurnResult
from bot.dialogue.replies.load import load
from bot.dialogue.turn.turn import TurnDeps, take_turn
from bot.store.conversations import Conversation
from bot.store.inbox import InboxRow
from connectors.messages import Button, Card, Reply

CARD = Card("Số đỏ", "Vũ Trọng Phụng")
TALK = Conversation("c", "web", "an", None, "bot", None)


class Semicolons:
    """Each part between semicolons is a need."""

    async def split(self, turn: TurnInput) -> list[TurnInput]:
        return [replace(turn, text=part) for part in turn.text.split(";")]


@dataclass
class Told:
    """Answers a part with the reply of that name."""

    replies: dict[str, Reply]

    async def turn(self, turn: TurnInput) -> TurnResult | EngineFailure:
        return TurnResult((self.replies[turn.text],), ("info_told",))


async def _nobody(_conversation: str, _code: str) -> tuple[str, str] | None:
    return None


def _told(text: str, **replies: Reply) -> tuple[Reply, ...]:
    engine = Told(replies)
    parts = TurnDeps(engine, engine, Semicolons(), _nobody, load())
    row = InboxRow(1, "c", "web", text, None, 0, (), 1, 0.0)
    return asyncio.run(take_turn(row, TALK, None, parts)).replies


@pytest.mark.parametrize("order", ["a;b;c", "c;b;a", "b;c;a", "b;a;c"])
def test_three_needs_are_two_bubbles_and_nothing_is_lost(order: str) -> None:
    button = Button("Gặp thủ thư", "/ask_librarian")
    said = _told(order, a=Reply("một", cards=(CARD,)), b=Reply("hai", (button,)), c=Reply("ba"))
    assert len(said) == 2
    texts = list(chain.from_iterable(reply.text.split("\n\n") for reply in said))
    assert texts == [{"a": "một", "b": "hai", "c": "ba"}[name] for name in order.split(";")]
    assert [b for reply in said for b in reply.buttons] == [button]
    assert [c for reply in said for c in reply.cards] == [CARD]
    with_card = next(reply for reply in said if reply.cards)
    assert with_card.text.endswith("một"), "the sentence of a list stands right above it"


def test_one_need_keeps_the_bubbles_it_was_given() -> None:
    assert _told("a", a=Reply("một")) == (Reply("một"),)


def test_lists_that_cannot_be_joined_stay_apart() -> None:
    lists = {name: Reply(name, cards=(CARD,)) for name in "abc"}
    assert len(_told("a;b;c", **lists)) == 3
