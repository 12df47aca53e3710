"""Replies become one where the channel's turn has no room for them all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.delivery.worker.turn_limit import fit
from connectors.messages import Reply, joined
from tests.fakes.channel_lines import NAMES, line

LONG = Reply("Câu này dài. " * 200)
ONE, TWO, THREE = (Reply(text) for text in ("một", "hai", "ba"))


async def test_two_short_replies_stay_two_and_three_become_one() -> None:
    async with line("zalo") as one:
        assert fit((ONE, TWO), one.channel) == (ONE, TWO)
        assert fit((ONE, TWO, THREE), one.channel) == (joined((ONE, TWO, THREE)),)
        assert fit((ONE, LONG), one.channel) == (joined((ONE, LONG)),)


async def test_what_a_turn_sends_is_within_the_limit() -> None:
    async with line("zalo") as one:
        for replies in ((ONE, TWO), (LONG, LONG), (ONE, replace(LONG, text="b" * 2001), TWO)):
            rendered = [one.channel.render(reply) for reply in fit(replies, one.channel)]
            sent = sum(len(each.payloads) for each in rendered)
            assert sent <= (one.channel.capabilities.turn_messages or 0)


async def test_one_reply_is_left_alone_however_long() -> None:
    async with line("zalo") as one:
        assert fit((LONG,), one.channel) == (LONG,)
        assert fit((), one.channel) == ()


@pytest.mark.parametrize("name", [name for name in NAMES if name != "zalo"])
async def test_a_channel_without_a_limit_sends_all(name: str) -> None:
    async with line(name) as one:
        assert fit((ONE, LONG, THREE), one.channel) == (ONE, LONG, THREE)
    assert fit((ONE, LONG, THREE), None) == (ONE, LONG, THREE)
