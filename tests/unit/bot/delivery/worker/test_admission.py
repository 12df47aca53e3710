"""Late turns make room; in time, all come back."""

from __future__ import annotations

import asyncio

from bot.delivery.worker.admission import (
    COMPUTES_SECONDS,
    GROWS,
    LATE_SECONDS,
    LEAST,
    SLOW_SECONDS,
    AdmissionControl,
)

MOST = 12


async def _entered(pace: AdmissionControl) -> int:
    """How many of `MOST` turns are let in at once."""
    inside = 0
    leave = asyncio.Event()

    async def one() -> None:
        nonlocal inside
        async with pace.turn():
            inside += 1
            await leave.wait()

    tasks = [asyncio.create_task(one()) for _ in range(MOST)]
    await asyncio.sleep(0)
    found = inside
    leave.set()
    await asyncio.gather(*tasks)
    return found


def test_a_late_loop_halves_the_turns_but_never_below_the_least() -> None:
    async def scene() -> list[int]:
        pace, found = AdmissionControl(MOST), []
        for _ in range(4):
            found.append(await _entered(pace))
            pace.looked(2 * LATE_SECONDS)
        return found

    assert asyncio.run(scene()) == [12, 6, 3, int(LEAST)]


def test_one_turn_alone_while_webhooks_wait_for_the_store_and_no_longer() -> None:
    async def scene() -> list[int]:
        pace = AdmissionControl(MOST)
        for _ in range(200):
            pace.stored(2 * SLOW_SECONDS)
            pace.looked(0.0)
        slow = await _entered(pace)
        for _ in range(400):
            pace.looked(0.0)
        return [slow, await _entered(pace)]

    slow, after = asyncio.run(scene())
    assert slow == 1
    assert after > LEAST


def test_a_loop_in_time_brings_all_turns_back() -> None:
    async def scene() -> int:
        pace = AdmissionControl(MOST)
        for _ in range(5):
            pace.looked(1.0)
        for _ in range(int((MOST - LEAST) / GROWS) + 1):
            pace.looked(0.0)
        return await _entered(pace)

    assert asyncio.run(scene()) == MOST


def test_one_webhook_that_waited_long_is_no_rush() -> None:
    async def scene() -> int:
        pace = AdmissionControl(MOST)
        pace.stored(3.0)
        for _ in range(10):
            pace.looked(0.0)
        return await _entered(pace)

    assert asyncio.run(scene()) == MOST


def test_turns_that_wait_for_something_hold_up_no_other() -> None:
    async def scene() -> list[int]:
        pace, hung = AdmissionControl(MOST), asyncio.Event()

        async def waiting() -> None:
            async with pace.turn():
                await hung.wait()

        tasks = [asyncio.create_task(waiting()) for _ in range(MOST)]
        await asyncio.sleep(0)
        full = pace.taken
        await asyncio.sleep(2 * COMPUTES_SECONDS)
        freed = pace.taken
        hung.set()
        await asyncio.gather(*tasks)
        return [full, freed, pace.taken]

    assert asyncio.run(scene()) == [MOST, 0, 0]
