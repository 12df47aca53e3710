"""Random sends on a turned clock: never faster than the channel bears, each chat in order."""

from __future__ import annotations

import random
from pathlib import Path

from sqlalchemy import Connection

from bot.delivery.sender import sender
from bot.store import outbox, transcript
from clock import FixedClock
from connectors.messages import Rate, Reply
from tests.fakes.house import Recorder, open_house


async def limited(
    home: Path, clock: FixedClock, *, chats: int, messages: int, overall: int
) -> list[tuple[str, str, float]]:
    rng = random.Random(31)
    channel = Recorder(clock, rate=Rate(1.0, overall))
    house = open_house(home, {"rec": channel}, clock=clock)

    def fill(db: Connection) -> None:
        for number in range(messages):
            chat = f"c{rng.randrange(chats)}"
            talk = house.deps.store.conversations.find_or_open(db, "rec", chat, None, 0.0)
            said = transcript.add(db, talk, "bot", Reply(str(number)), 0.0)
            outbox.put(db, talk, said)

    house.database.run_now(fill)
    while len(channel.sent) < messages:
        if not await sender.step(house.sender):
            clock.advance(rng.choice([0.05, 0.1, 0.35]))
    own: dict[str, float] = {}
    times: list[float] = []
    for chat, _, at in channel.sent:
        assert at - own.get(chat, -9.0) >= 0.999
        own[chat] = at
        times.append(at)
    for index, at in enumerate(times[overall:]):
        assert at - times[index] >= 0.999
    for chat in own:
        numbers = [int(text.split("#")[0]) for who, text, _ in channel.sent if who == chat]
        assert numbers == sorted(numbers)
    house.database.close()
    return channel.sent
