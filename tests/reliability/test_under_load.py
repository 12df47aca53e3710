"""Small versions of what `make bench-reliability` measures in full, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.reliability.acknowledge import acknowledge, locked
from tests.reliability.load import warm
from tests.reliability.rasa_failing import failing
from tests.reliability.routes import fuzz
from tests.reliability.soak import soak
from tests.reliability.stand import Stand, stand
from tests.reliability.stopping import stopping


@pytest.fixture(scope="module")
def small() -> Iterator[Stand]:
    """Figures of time are measured in full alone: the machine of a test may be busy."""
    with stand() as made:
        asyncio.run(warm(made))
        yield made


async def test_every_webhook_is_answered_while_turns_are_taken(small: Stand) -> None:
    found = await acknowledge(small, rate=25, seconds=2, mood="well")
    assert found["not_200"] == 0


async def test_a_locked_store_says_503_and_loses_nothing(small: Stand) -> None:
    found = await locked(small, seconds=2.5, rate=4)
    assert found["messages"] == 10
    assert (found["not_503"], found["lost"], found["doubled"]) == (0, 0, 0)


async def test_sigterm_loses_and_doubles_nothing(small: Stand) -> None:
    found = await stopping(small, messages=40, rate=20, stops=1)
    assert found["acknowledged"] == 40
    assert found["slowest_exit_seconds"] < 10
    assert (found["lost"], found["doubled"]) == (0, 0)


async def test_without_rasa_everyone_is_answered(small: Stand) -> None:
    found = await failing(small, "garbage", messages=20, rate=10)
    assert found["answered"] == 20


async def test_turns_over_many_sockets(small: Stand) -> None:
    found = await soak(small, seconds=2, rate=5, sockets=40)
    assert (found["turns"], found["errors"], found["sockets_lost"]) == (10, 0, 0)


def test_no_route_fails_on_any_request_of_its_schema(small: Stand) -> None:
    found = fuzz(small, examples=2)
    assert found["routes"] >= 34
    assert found["server_errors"] == {}
