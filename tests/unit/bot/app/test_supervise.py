"""A loop that breaks is started again, is told of, and is well once it runs steadily."""

from __future__ import annotations

import asyncio

from bot.app.supervise import STEADY_SECONDS, Supervisor


async def test_it_is_started_again_and_told_until_it_is_steady() -> None:
    now = [0.0]
    supervisor = Supervisor(lambda: now[0], first_pause=0.001)
    stopping, steady, starts = asyncio.Event(), asyncio.Event(), 0

    async def work() -> None:
        nonlocal starts
        starts += 1
        if starts <= 3:
            raise KeyError("of a reader: not to be shown")
        steady.set()
        await stopping.wait()

    task = asyncio.create_task(supervisor.keep("worker", work, stopping))
    await asyncio.wait_for(steady.wait(), 1)
    assert supervisor.fault == "worker: KeyError, 3 times"
    now[0] += STEADY_SECONDS
    assert supervisor.fault == ""
    stopping.set()
    await asyncio.wait_for(task, 1)


async def test_the_end_is_not_waited_out() -> None:
    supervisor, stopping = Supervisor(first_pause=60.0), asyncio.Event()

    async def work() -> None:
        raise ValueError

    task = asyncio.create_task(supervisor.keep("sender", work, stopping))
    await asyncio.sleep(0.01)
    stopping.set()
    await asyncio.wait_for(task, 1)


async def test_one_that_ends_by_itself_is_let_go() -> None:
    supervisor = Supervisor()

    async def work() -> None:
        return

    await supervisor.keep("warm", work, asyncio.Event())
    assert supervisor.fault == ""
