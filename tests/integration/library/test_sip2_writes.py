"""Writes to a SIP2 server on its bad days: once, and never told otherwise than they are.

`THUTHU_EXAMPLES` sets how many writes go wrong at random (500 in full).
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import get_args

import pytest

from clock import FixedClock
from library.holdings import Holding, HoldingsTable
from library.journal import Journal, MemoryJournal
from library.results import Done, Refused, Unavailable, Unconfirmed
from library.sip2 import Sip2Library, Terminal, address
from tests.contract.library.houses import BRANCHES, FACTS, NOON, shelf
from tests.fakes.dying_journal import DyingJournal
from tests.fakes.sip2 import PASSWORD, USER, FakeSip2, Fault

WRITES = min(500, int(os.environ.get("THUTHU_EXAMPLES", "120")))
PATIENCE, LATE = 0.25, 0.4
"""Seconds: the adapter's 3 s and a server that needs more, made short."""
WRONG: tuple[Fault, ...] = get_args(Fault)
WRITE = ("29", "15")


@asynccontextmanager
async def _talking(server: FakeSip2, journal: Journal | None = None) -> AsyncIterator[Sip2Library]:
    """The records know every copy on the server's shelf."""
    server.slow_seconds = LATE
    by_biblio: dict[str, tuple[Holding, ...]] = {}
    for item in server.shelf.items:
        copy = Holding(item.barcode, item.branch, item.shelf, item.call_number)
        by_biblio[item.biblio_id] = (*by_biblio.get(item.biblio_id, ()), copy)
    async with server.serving() as port:
        system = Sip2Library(
            address(f"tcp://127.0.0.1:{port}"), Terminal("TV", USER, PASSWORD), FixedClock(NOON),
            journal or MemoryJournal(), HoldingsTable(by_biblio), branches=BRANCHES,
            rules=FACTS.rules, patience=PATIENCE, reread_after=(0.0, 0.05),
        )  # fmt: skip
        yield system
        await system.close()


def _patrons(count: int) -> FakeSip2:
    """`count` readers R0, R1... each with one renewable loan; as many free works h0, h1..."""
    house = shelf()
    like = next(loan for loan in house.open_loans if loan.id == "A1-1")
    copy = next(item for item in house.items if item.barcode == like.barcode)
    account = house.accounts["pA1"]
    for n in range(count):
        patron = replace(account.patron, id=f"pR{n}", card=f"R{n}")
        house.accounts[patron.id] = replace(account, patron=patron)
        house.items.append(replace(copy, barcode=f"X{n}", due=like.due, status="on_loan"))
        house.open_loans.append(replace(like, id=f"X-{n}", barcode=f"X{n}", patron_id=patron.id))
        house.titles[f"h{n}"] = f"h{n}"
        house.items.append(
            replace(copy, barcode=f"H{n}", biblio_id=f"h{n}", due=None, status="available")
        )
    return FakeSip2(house)


async def test_fifty_at_once_with_one_key_write_once() -> None:
    server = _patrons(1)
    async with _talking(server) as system:
        many = await asyncio.gather(*(system.renew("R0", "X0", "k") for _ in range(50)))
    assert isinstance(many[0], Done)
    assert all(outcome == many[0] for outcome in many)
    assert server.written == [("renew", "X0")]


@pytest.mark.slow
async def test_writes_gone_wrong_at_random_are_told_truly() -> None:
    """Renewals and holds in turn. Readings go wrong too, one in twenty."""
    server, chance = _patrons(WRITES), random.Random(21)
    sent: list[str] = []

    def choose(command: str) -> Fault:
        if command in WRITE:
            sent.append(command)
            return chance.choice(WRONG)
        return chance.choice(("cut", "garbage", "slow")) if chance.random() < 0.05 else ""

    async def write(system: Sip2Library, at: int) -> object:
        if at % 2:
            return await system.place_hold(f"R{at}", f"h{at}", "KYANH", f"k{at}")
        return await system.renew(f"R{at}", f"X{at}", f"k{at}")

    server.fault = choose
    told: dict[int, object] = {}
    for start in range(0, WRITES, 4):
        few = range(start, min(start + 4, WRITES))
        async with _talking(server) as system:  # a breaker for each few, so that all are tried
            outcomes = await asyncio.gather(*(write(system, at) for at in few))
        told |= dict(zip(few, outcomes, strict=True))
    await asyncio.sleep(LATE)

    renewed = {name for kind, name in server.written if kind == "renew"}
    held = {hold.biblio_id for hold in server.shelf.open_holds}
    changed = {n for n in told if (f"h{n}" in held if n % 2 else f"X{n}" in renewed)}
    kinds = Counter(type(said).__name__ for said in told.values())
    falsely_done = [n for n, said in told.items() if isinstance(said, Done) and n not in changed]
    not_done = (Refused, Unavailable)
    falsely_not = [n for n, said in told.items() if isinstance(said, not_done) and n in changed]
    assert (falsely_done, falsely_not) == ([], []), kinds
    assert len(sent) > 0.7 * WRITES, kinds
    assert min(kinds["Done"], kinds["Unconfirmed"]) > 0.1 * WRITES, kinds


@pytest.mark.parametrize(
    "fault",
    ["slow", "cut", "garbage", "wrong_code", "wrong_sequence", "wrong_checksum", "doubled"],
)
async def test_what_was_done_is_found_by_reading_back(fault: Fault) -> None:
    server = _patrons(1)
    server.fault = lambda command: fault if command in WRITE else ""
    async with _talking(server) as system:
        renewed = await system.renew("R0", "X0", "r")
        placed = await system.place_hold("R0", "h0", "KYANH", "h")
        assert isinstance(placed, Done)
        given_up = await system.cancel_hold("R0", placed.value.id, "c")
    assert isinstance(renewed, Done)
    assert (placed.value.biblio_id, placed.value.title) == ("h0", "h0")
    assert isinstance(given_up, Done)
    assert given_up.value.status == "cancelled"
    first = [kind for kind, _ in server.written]
    assert [k for n, k in enumerate(first) if k not in first[:n]] == ["renew", "hold", "cancel"]


@pytest.mark.parametrize("fault", ["late", "nothing", "cut_before", "resend_always"])
async def test_a_write_that_may_still_come_is_never_denied(fault: Fault) -> None:
    server = _patrons(1)
    server.fault = lambda command: fault if command in WRITE else ""
    async with _talking(server) as system:
        first = await system.renew("R0", "X0", "k")
        await asyncio.sleep(LATE)
        assert isinstance(first, Unconfirmed)
        assert await system.renew("R0", "X0", "k") == first
    assert [asked.command for asked in server.asked].count("29") <= 1


async def test_a_write_cut_by_the_end_of_the_process_is_read_back_not_sent_again() -> None:
    server, journal = _patrons(1), DyingJournal()
    for _ in range(2):
        async with _talking(server, journal) as system:
            assert isinstance(await system.renew("R0", "X0", "k"), Done)
    assert server.written == [("renew", "X0")]


async def test_another_patrons_loans_and_holds_are_neither_seen_nor_changed() -> None:
    server = _patrons(40)
    before = (list(server.shelf.open_loans), list(server.shelf.open_holds))
    others = [loan.barcode for loan in server.shelf.open_loans if loan.patron_id != "pMAX"]
    held = [server.held(hold) for hold in server.shelf.open_holds]
    odd = ["X1|AAR1", "X1\rAAR1", "X 1", "x1", "", "１", "X1' or 1=1", "*", "%"]
    tries = 0
    async with _talking(server) as system:
        for name in [*others, *held, *odd, *(f"X-{n}" for n in range(50))]:
            tries += 2
            renewed = await system.renew("MAX", name, f"r{name}")
            cancelled = await system.cancel_hold("MAX", name, f"c{name}")
            assert (renewed, cancelled) == (Refused("not_your_loan"), Refused("not_your_hold"))
    assert tries >= 200
    assert (server.shelf.open_loans, server.shelf.open_holds) == before
    assert [asked for asked in server.asked if asked.command in WRITE] == []
