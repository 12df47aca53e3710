"""What becomes of sends, on a turned clock."""

from __future__ import annotations

import asyncio
from collections import Counter as Tally
from pathlib import Path

import pytest

from bot.delivery.sender import sender
from bot.delivery.sender.window import WindowPolicy
from bot.store import dead_letters as letters
from clock import FixedClock
from connectors.messages import Rate, Reply
from connectors.port import GaveUp, RetryLater, Sent, Unknown
from tests.fakes.channel_lines import line
from tests.fakes.house import START, House, Recorder, open_house
from tests.reliability.limits import limited


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def channel(clock: FixedClock) -> Recorder:
    return Recorder(clock)


@pytest.fixture
def house(tmp_path: Path, clock: FixedClock, channel: Recorder) -> House:
    return open_house(tmp_path, {"rec": channel}, clock=clock)


def states(house: House) -> list[object]:
    return [row[0] for row in house.ask("SELECT state FROM outbox ORDER BY id")]


async def test_a_plain_text_in_doubt_is_tried_once_more(
    house: House, channel: Recorder, clock: FixedClock
) -> None:
    channel.outcomes = [Unknown("timeout")]
    await house.hears("rec", "c", "chào", "e1")
    await house.settle()
    clock.advance(6)
    await house.settle()
    assert [text for _, text, _ in channel.sent] == ["nghe: chào#0"]
    assert states(house) == ["sent"]


async def test_two_doubts_end_a_plain_text(
    house: House, channel: Recorder, clock: FixedClock
) -> None:
    channel.outcomes = [Unknown("timeout")] * 3
    await house.hears("rec", "c", "chào", "e1")
    for _ in range(5):
        await house.settle()
        clock.advance(60)
    assert states(house) == ["unknown"]
    assert len(channel.outcomes) == 1


async def test_a_confirmation_in_doubt_is_never_repeated_but_the_reader_is_told(
    house: House, channel: Recorder, clock: FixedClock
) -> None:
    channel.outcomes = [Unknown("timeout")]
    await house.hears("rec", "c", "gia hạn giúp mình", "e1")
    for _ in range(5):
        await house.settle()
        clock.advance(60)
    texts = [text for _, text, _ in channel.sent]
    assert len(texts) == 1 and "sách đang mượn" in texts[0] and "nghe:" not in texts[0]
    assert states(house) == ["unknown", "sent"]


async def test_refusals_are_retried_with_growing_pauses_then_a_dead_letter(
    house: House, channel: Recorder, clock: FixedClock
) -> None:
    channel.outcomes = [RetryLater("500")] * 50
    await house.hears("rec", "c", "chào", "e1")
    for _ in range(40):
        await house.settle()
        clock.advance(600)
    assert states(house) == ["dead"]
    assert len(channel.outcomes) == 42
    dead = house.database.run_now(letters.listed)
    assert [(d.channel, d.reason) for d in dead] == [("rec", "500")]
    channel.outcomes = []
    assert house.database.run_now(lambda db: letters.resend(db, dead[0].id))
    await house.settle()
    assert states(house) == ["sent"]


async def test_a_reply_of_several_parts_goes_on_where_it_stopped(
    house: House, channel: Recorder, clock: FixedClock
) -> None:
    channel.parts = 3
    channel.outcomes = [Sent("1"), RetryLater("500"), Sent("2"), Unknown("lost")]
    await house.hears("rec", "c", "chào", "e1")
    for _ in range(4):
        await house.settle()
        clock.advance(60)
    assert [text for _, text, _ in channel.sent] == [f"nghe: chào#{n}" for n in range(3)]


async def test_what_a_crash_left_on_its_way_is_a_doubt(house: House, channel: Recorder) -> None:
    for number, words in enumerate(("chào", "gia hạn giúp mình")):
        await house.hears("rec", f"c{number}", words, f"e{number}")
    while await sender_free(house):
        pass
    taken = await sender.select_due(house.sender, 10)
    assert len(taken.parts) == 2
    assert await sender.recover(house.sender) == 2
    assert states(house) == ["waiting", "unknown", "waiting"]


async def sender_free(house: House) -> bool:
    from bot.delivery.worker import worker

    return await worker.step(house.deps)


async def test_a_blocked_reader_closes_the_outbox_until_they_write(
    house: House, channel: Recorder
) -> None:
    channel.outcomes = [GaveUp("blocked", stop=True)]
    for number in range(3):
        await house.hears("rec", "c", f"tin {number}", f"e{number}")
    while await sender_free(house):
        pass
    await house.settle()
    assert states(house) == ["dead"] * 3
    await house.hears("rec", "c", "chào lại", "e9")
    await house.settle()
    assert states(house)[-1] == "sent"


async def test_a_pause_holds_that_chat_alone(
    house: House, channel: Recorder, clock: FixedClock
) -> None:
    channel.outcomes = [RetryLater("429", after=3, throttled=True)]
    for number in range(4):
        await house.hears("rec", f"c{number}", "chào", f"e{number}")
    while await sender_free(house):
        pass
    await house.settle()
    assert sorted(chat for chat, _, _ in channel.sent) == ["c1", "c2", "c3"]
    clock.advance(2.9)
    await house.settle()
    assert len(channel.sent) == 3
    clock.advance(0.1)
    await house.settle()
    assert len(channel.sent) == 4


async def test_limits_hold_over_random_sends(tmp_path: Path, clock: FixedClock) -> None:
    """300 here, 10,000 in the benchmark: 1/s a chat and 30/s in all, wherever a second begins."""
    sent = await limited(tmp_path, clock, chats=40, messages=300, overall=30)
    assert len(sent) == 300


HOUR = 3600.0


@pytest.mark.parametrize(
    ("hours", "policy", "goes"),
    [
        (1, WindowPolicy(), True),
        (49, WindowPolicy(), False),
        (49, WindowPolicy(paid_replies=True, budget_vnd=100), True),
        (49, WindowPolicy(paid_replies=True, budget_vnd=54), False),
        (169, WindowPolicy(paid_replies=True, budget_vnd=10_000), False),
    ],
)
async def test_windows(
    tmp_path: Path, clock: FixedClock, hours: int, policy: WindowPolicy, goes: bool
) -> None:
    channel = Recorder(clock, free_hours=48, hard_hours=168)
    house = open_house(tmp_path, {"rec": channel}, clock=clock, policies={"rec": policy})
    await house.hears("rec", "c", "chào", "e1")
    while await sender_free(house):
        pass
    clock.advance(hours * HOUR)
    await house.settle()
    assert bool(channel.sent) is goes


async def test_a_month_s_budget_is_kept(tmp_path: Path, clock: FixedClock) -> None:
    channel = Recorder(clock, free_hours=48, hard_hours=168)
    policy = WindowPolicy(paid_replies=True, budget_vnd=55 * 3)
    house = open_house(tmp_path, {"rec": channel}, clock=clock, policies={"rec": policy})
    for number in range(6):
        await house.hears("rec", f"c{number}", "chào", f"e{number}")
    while await sender_free(house):
        pass
    clock.advance(50 * HOUR)
    await house.settle()
    assert Tally(str(s) for s in states(house)) == {"sent": 3, "dead": 3}


async def test_a_token_that_ran_out_is_renewed_once_for_many_senders() -> None:
    clock = FixedClock(START)
    async with line("zalo", clock) as one:
        clock.advance(26 * HOUR)
        one.platform.interacted[one.chat] = clock.now().timestamp()
        payload = one.channel.render(Reply("một")).payloads[0]
        outcomes = await asyncio.gather(
            *(one.channel.send(one.chat, f"{n}.0", payload) for n in range(20))
        )
        assert all(isinstance(outcome, Sent) for outcome in outcomes)
        assert one.platform.refreshes == 1


async def test_a_paid_message_that_waits_its_turn_is_counted_once(
    tmp_path: Path, clock: FixedClock
) -> None:
    channel = Recorder(clock, rate=Rate(1.0, 1), free_hours=48, hard_hours=168)
    policy = WindowPolicy(paid_replies=True, budget_vnd=55 * 3)
    house = open_house(tmp_path, {"rec": channel}, clock=clock, policies={"rec": policy})
    for number in range(3):
        await house.hears("rec", f"c{number}", "chào", f"e{number}")
    while await sender_free(house):
        pass
    clock.advance(50 * HOUR)
    for _ in range(20):
        await house.settle()
        clock.advance(0.3)
    assert Tally(str(s) for s in states(house)) == {"sent": 3}


async def test_a_full_channel_holds_up_no_other(tmp_path: Path, clock: FixedClock) -> None:
    slow, quick = Recorder(clock, name="slow", rate=Rate(1.0, 1)), Recorder(clock, name="quick")
    house = open_house(tmp_path, {"slow": slow, "quick": quick}, clock=clock)
    for number in range(150):
        await house.hears("slow", f"c{number}", "chào", f"e{number}")
    await house.hears("quick", "c", "chào", "e")
    while await sender_free(house):
        pass
    await house.settle()
    assert (len(slow.sent), len(quick.sent)) == (1, 1)


async def test_what_waits_for_a_channel_that_is_gone_is_given_up(
    house: House, channel: Recorder
) -> None:
    await house.hears("gone", "c", "chào", "e1")
    await house.hears("rec", "c", "chào", "e2")
    await house.settle()
    assert [text for _, text, _ in channel.sent] == ["nghe: chào#0"]
    dead = house.database.run_now(letters.listed)
    assert [(d.channel, d.reason) for d in dead] == [("gone", "no channel gone")]
