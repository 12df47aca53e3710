"""What writes to the library system share: their keys, their refusals, their doubts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import TypeVar

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from library.results import Refused

MONEY_CODES = ("blocked_by_fees",)
DAY_CODES = ("card_expired", "too_soon")

T = TypeVar("T")
SIDE_BY_SIDE = 3
"""As many writes as a SIP2 pool has connections: more would wait there and use up their time."""


async def side_by_side(
    write: Callable[[str], Awaitable[T]], things: Sequence[str]
) -> tuple[T, ...]:
    """`write` of each thing, in their order. One after the other, a system that hangs would make
    the reader wait for as many times its patience."""
    places = asyncio.Semaphore(SIDE_BY_SIDE)

    async def one(thing: str) -> T:
        async with places:
            return await write(thing)

    return tuple(await asyncio.gather(*(one(thing) for thing in things)))


def key(context: ActionContext, action: str, thing: str) -> str:
    """The same turn repeats the same key, so that a retried message writes once."""
    return f"{context.turn_id}:{action}:{thing}"


def refusal(say: Say, refused: Refused, *, kind: str) -> str:
    """Why, and what the reader can do next; `kind` is renew or hold."""
    key = f"refused.{kind}.{refused.code}"
    if key not in say.services.replies.variants:
        key = f"refused.{refused.code}"
    if key not in say.services.replies.variants:
        key = "refused.other"
    if not refused.detail and f"{key}.plain" in say.services.replies.variants:
        key = f"{key}.plain"
    return say(key, detail=_detail(refused))


def _detail(refused: Refused) -> str:
    if refused.code in MONEY_CODES and refused.detail.isdecimal():
        return wording.money(int(refused.detail))
    if refused.code in DAY_CODES:
        return _as_day(refused.detail)
    return refused.detail


def _as_day(detail: str) -> str:
    try:
        return wording.day(date.fromisoformat(detail))
    except ValueError:
        return detail
