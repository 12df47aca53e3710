"""Requests to the desk."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from clock import HANOI
from library.exports.promise import promised
from library.exports.requests import KeyReusedError, Requests, RequestsError, Wish
from tests.contract.library.houses import FACTS

NOON = datetime(2026, 11, 23, 12, tzinfo=HANOI)
BY = date(2026, 11, 25)
WISH = Wish("renew", "A1", "BC10", "Tắt đèn", "", "{}")


@pytest.fixture
def requests(tmp_path: Path) -> Requests:
    return Requests(tmp_path / "requests.sqlite")


async def test_what_is_asked_waits_until_it_is_closed(requests: Requests) -> None:
    asked = await requests.ask("k", WISH, NOON, BY)
    assert (asked.wish, asked.promised, asked.outcome) == (WISH, BY, None)
    assert await requests.open() == await requests.of("A1") == (asked,)
    assert await requests.untold() == ()
    closed = await requests.close([asked.number], "done", "Đã gia hạn đến 09/12", "lan", NOON)
    assert [(c.outcome, c.note, c.closed_by) for c in closed] == [
        ("done", "Đã gia hạn đến 09/12", "lan")
    ]
    assert await requests.open() == await requests.of("A1") == ()
    assert await requests.untold() == closed
    await requests.told([asked.number], NOON)
    assert await requests.untold() == ()


async def test_requests_stay_when_the_process_ends(requests: Requests, tmp_path: Path) -> None:
    asked = await requests.ask("k", WISH, NOON, BY)
    again = Requests(tmp_path / "requests.sqlite")
    assert await again.open() == (asked,)
    assert await again.ask("k", WISH, NOON + timedelta(days=1), date(2027, 1, 1)) == asked


async def test_a_key_stands_for_one_request(requests: Requests) -> None:
    await requests.ask("k", WISH, NOON, BY)
    other = replace(WISH, object_id="BC20")
    with pytest.raises(KeyReusedError):
        await requests.ask("k", other, NOON, BY)
    with pytest.raises(KeyReusedError):
        await requests.recorded("k", other.wanted)
    assert len(await requests.open()) == 1


async def test_many_at_once_with_one_key_and_with_many_ask_once(requests: Requests) -> None:
    keys = ["k"] * 25 + [f"k{n}" for n in range(25)]
    found = await asyncio.gather(*(requests.ask(key, WISH, NOON, BY) for key in keys))
    assert len({each.number for each in found}) == 1


async def test_after_it_is_closed_a_new_key_asks_anew_and_the_old_one_does_not(
    requests: Requests,
) -> None:
    first = await requests.ask("k1", WISH, NOON, BY)
    await requests.close([first.number], "refused", "Có bạn khác đang chờ", "lan", NOON)
    again = await requests.ask("k1", WISH, NOON, BY)
    assert (again.number, again.outcome) == (first.number, "refused")
    anew = await requests.ask("k2", WISH, NOON, BY)
    assert anew.number != first.number


async def test_many_are_closed_at_once_and_a_closed_one_keeps_its_outcome(
    requests: Requests,
) -> None:
    numbers = [
        (await requests.ask(f"k{n}", replace(WISH, object_id=f"B{n}"), NOON, BY)).number
        for n in range(30)
    ]
    await requests.close(numbers[:1], "refused", "không", "lan", NOON)
    closed = await requests.close([*numbers, 999], "done", "", "hoa", NOON)
    assert [each.number for each in closed] == numbers[1:]
    told = [(each.number, each.outcome) for each in await requests.untold()]
    assert (told[0], len(told)) == ((1, "refused"), 30)


async def test_the_soonest_promised_comes_first(requests: Requests) -> None:
    late = await requests.ask("k1", WISH, NOON, date(2026, 12, 1))
    soon = await requests.ask("k2", replace(WISH, object_id="BC20"), NOON, BY)
    assert await requests.open() == (soon, late)
    assert await requests.open(most=1) == (soon,)


async def test_a_reader_who_is_erased_leaves_no_request(requests: Requests) -> None:
    await requests.ask("k1", WISH, NOON, BY)
    other = await requests.ask("k2", replace(WISH, patron_id="B2"), NOON, BY)
    assert await requests.forget("A1") == 1
    assert await requests.open() == (other,)
    assert await requests.recorded("k1", WISH.wanted) is None


async def test_told_ones_are_forgotten_in_time(requests: Requests) -> None:
    asked = await requests.ask("k", WISH, NOON, BY)
    await requests.close([asked.number], "done", "", "lan", NOON)
    assert await requests.forget_told(NOON + timedelta(days=1)) == 0
    await requests.told([asked.number], NOON)
    assert await requests.forget_told(NOON) == 0
    assert await requests.forget_told(NOON + timedelta(days=1)) == 1


async def test_a_file_that_is_broken_records_nothing(tmp_path: Path) -> None:
    path = tmp_path / "requests.sqlite"
    path.write_bytes(b"not a database at all" * 400)
    with pytest.raises(RequestsError):
        await Requests(path).ask("k", WISH, NOON, BY)


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # the 24th is a public holiday
        (date(2026, 11, 26), date(2026, 11, 27)),
        (date(2027, 2, 4), None),  # the eve of Tết
    ],
)
def test_a_day_is_promised_on_which_the_library_is_open(asked: date, day: date | None) -> None:
    found = promised(asked, FACTS.calendar)
    assert found > asked
    assert FACTS.calendar.on(found).open
    assert day is None or found == day
