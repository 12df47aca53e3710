"""What a message denies is never renewed nor given up: not at once, not after a yes."""

from __future__ import annotations

import pytest

from tests.fakes.rasa_dialogue import Conversation, shown
from tests.fakes.reading_room import services


async def _titles_asked(talk: Conversation) -> set[str]:
    wanted = talk.slots.get("renew_loans") or []
    loans = await talk.services.library.loans("pA")
    return {loan.title for loan in loans.value if loan.id in wanted}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("gia hạn tất cả trừ cuốn {0}", {1, 2}),
        ("gia hạn hết, chừa {1} ra", {0, 2}),
        ("không phải {0} mà là {1}", {1}),
        ("đừng gia hạn {0}, gia hạn {2} thôi", {2}),
    ],
)
async def test_an_exception_is_left_out(text: str, asked: set[int]) -> None:
    talk = Conversation(services(), patron_id="pA")
    await talk.say("sách mình đang mượn", "view_loans")
    titles = await _all_titles(talk)
    answer = await talk.say(text.format(*titles), "renew_loan")
    assert answer.acts == ("asked_confirm",)
    assert await _titles_asked(talk) == {titles[n] for n in asked}


@pytest.mark.parametrize("text", ["đừng gia hạn {0}", "không phải {0}, cũng không phải {1}"])
async def test_a_denial_alone_renews_nothing(text: str) -> None:
    talk = Conversation(services(), patron_id="pA")
    titles = await _all_titles(talk)
    answer = await talk.say(text.format(*titles), "renew_loan")
    assert answer.acts == ("cancelled",)
    assert "để nguyên" in shown(answer)
    assert not talk.slots.get("renew_loans")


async def test_a_yes_with_a_change_asks_again() -> None:
    talk = Conversation(services(), patron_id="pA")
    titles = await _all_titles(talk)
    await talk.say("gia hạn tất cả", "renew_loan", {"ordinal": "tất cả"})
    answer = await talk.say(f"ừ nhưng trừ cuốn {titles[0]}", "affirm")
    assert answer.acts == ("asked_confirm",)
    assert await _titles_asked(talk) == set(titles[1:])
    done = await talk.say("đồng ý", "affirm")
    assert "renewed" in done.acts
    assert titles[0] not in shown(done)


async def test_no_to_all_that_was_asked_leaves_everything() -> None:
    talk = Conversation(services(), patron_id="pA")
    titles = await _all_titles(talk)
    await talk.say(f"gia hạn {titles[0]}", "renew_loan")
    answer = await talk.say(f"đừng gia hạn {titles[0]} nữa", "renew_loan")
    assert answer.acts == ("cancelled",)


async def _all_titles(talk: Conversation) -> list[str]:
    loans = await talk.services.library.loans("pA")
    return [loan.title for loan in loans.value]  # type: ignore[union-attr]
