"""Webhook deliveries repeated, and deliveries with one byte changed."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any

from clock import FixedClock
from connectors.port import RawRequest, Refusal
from tests.fakes.channel_lines import Line, line, payloads
from tests.fakes.house import START, House, open_house

ASKED_BACK = {"rights"}
"""Events without a message that the assistant answers: it asks which right is meant."""


async def repeated(home: Path, name: str) -> dict[str, Any]:
    """Each recorded payload 5 times in sequence and 20 at once: one row, one reply and one
    message on the platform, or none of any. `wrong` names the kinds of which that is not true."""
    clock = FixedClock(START)
    wrong: list[str] = []
    async with line(name, clock) as one:
        house = open_house(home, {name: one.channel}, clock=clock)
        for kind, body in payloads(name).items():
            clock.advance(2)
            before = _counts(house, one)
            request = one.request(body)
            for _ in range(5):
                assert await house.intake.receive(one.channel, request) is None
            await asyncio.gather(*(house.intake.receive(one.channel, request) for _ in range(20)))
            await house.settle()
            parsed = one.channel.parse(request)
            more = [a - b for a, b in zip(_counts(house, one), before, strict=True)]
            answered = 0 if isinstance(parsed, Refusal) else len(parsed) or int(kind in ASKED_BACK)
            if isinstance(parsed, Refusal) or more != [answered] * 3:
                wrong.append(kind)
        house.database.close()
    return {"payloads": len(payloads(name)), "deliveries": 25 * len(payloads(name)), "wrong": wrong}


def _counts(house: House, one: Line) -> list[int]:
    """Rows of the inbox, replies of the assistant, messages that reached the platform."""
    rows = house.ask("SELECT count(*) FROM inbox")[0][0]
    said = house.ask("SELECT count(*) FROM messages WHERE who = 'bot'")[0][0]
    return [int(str(rows)), int(str(said)), len(one.sent_texts())]


async def flipped(home: Path, name: str, flips: int) -> dict[str, int]:
    """One byte of the body, where it is signed, or of the secret: none may pass."""
    rng = random.Random(6)
    refused = 0
    async with line(name) as one:
        house = open_house(home, {name: one.channel})
        good = one.request(payloads(name)[next(iter(payloads(name)))])
        for _ in range(flips):
            request = _flip(good, rng, body=name == "zalo" and rng.random() < 0.7)
            answer = await house.intake.receive(one.channel, request)
            refused += isinstance(answer, Refusal) and answer.status in (401, 403)
        rows = int(str(house.ask("SELECT count(*) FROM inbox")[0][0]))
        house.database.close()
    return {"flips": flips, "refused": refused, "rows": rows}


def _flip(good: RawRequest, rng: random.Random, *, body: bool) -> RawRequest:
    if body:
        data = bytearray(good.body)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        return RawRequest(good.headers, bytes(data))
    name, value = next((n, v) for n, v in good.headers.items() if n != "num_retry")
    bare = value.removeprefix("mac=")
    at = rng.randrange(len(bare)) + len(value) - len(bare)
    changed = value[:at] + rng.choice([c for c in "0123456789abcdef!" if c != value[at]])
    return RawRequest({name: changed + value[at + 1 :]}, good.body)
