"""Writes to a Koha on its bad days: once, and never told otherwise than they are.

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
from pathlib import Path
from typing import get_args

import pytest

from clock import FixedClock
from library.journal import MemoryJournal, SqliteJournal
from library.koha import Basic, KohaLibrary
from library.results import Done, Refused, Unavailable, Unconfirmed
from tests.contract.library.houses import NOON, shelf
from tests.fakes.dying_journal import DyingJournal
from tests.fakes.koha import CLIENT, SECRET, FakeKoha
from tests.fakes.koha_faults import Fault
from tests.fakes.loopback import served

WRITES = min(500, int(os.environ.get("THUTHU_EXAMPLES", "120")))
PATIENCE, LATE = 0.25, 0.4
"""Seconds: the adapter's 3 s and a server that needs more, made short."""
WRONG: tuple[Fault, ...] = get_args(Fault)
NOT_DONE = (Refused, Unavailable)
"""What the reader hears as «chưa có gì thay đổi»."""


@asynccontextmanager
async def _koha(server: FakeKoha, journal: object = None) -> AsyncIterator[KohaLibrary]:
    server.faults.slow_seconds = LATE
    with served(server.app()) as address:
        kept = journal or MemoryJournal()
        system = KohaLibrary(
            address, Basic(CLIENT, SECRET), FixedClock(NOON), kept,  # type: ignore[arg-type]
            patience=PATIENCE, reread_after=(0.0, 0.05),
        )  # fmt: skip
        yield system
        await system.close()


def _many_loans(count: int) -> tuple[FakeKoha, list[tuple[str, str]]]:
    """`count` renewable loans of A1, each on a copy of its own: (Koha's id, ours). As many works
    `h0`, `h1`... to place holds on."""
    house = shelf()
    like = next(loan for loan in house.open_loans if loan.id == "A1-1")
    copy = next(item for item in house.items if item.barcode == like.barcode)
    for n in range(count):
        house.items.append(replace(copy, barcode=f"X{n}", due=like.due))
        house.open_loans.append(replace(like, id=f"X-{n}", barcode=f"X{n}"))
        house.items.append(replace(copy, barcode=f"H{n}", biblio_id=f"h{n}", due=None,
                                   status="available"))  # fmt: skip
    server = FakeKoha(house)
    return server, [(str(server.loans.known(f"X-{n}")), f"X-{n}") for n in range(count)]


async def test_fifty_at_once_with_one_key_write_once(tmp_path: Path) -> None:
    server, loans = _many_loans(1)
    patron = str(server.patrons.known("pA1"))
    async with _koha(server, SqliteJournal(tmp_path / "j.sqlite")) as system:
        many = await asyncio.gather(*(system.renew(patron, loans[0][0], "k") for _ in range(50)))
    assert isinstance(many[0], Done)
    assert all(outcome == many[0] for outcome in many)
    assert server.written == [("renew", "X-0")]


@pytest.mark.slow
async def test_writes_gone_wrong_at_random_are_told_truly() -> None:
    """Renewals and holds in turn. Readings go wrong too, one in twenty."""
    server, loans = _many_loans(WRITES)
    server.shelf.max_holds = WRITES
    patron, chance = str(server.patrons.known("pA1")), random.Random(21)

    def choose(method: str, _path: str) -> Fault:
        if method == "POST":
            return chance.choice(WRONG)
        return chance.choice(("cut", "5xx", "slow")) if chance.random() < 0.05 else ""

    async def write(system: KohaLibrary, at: int) -> object:
        number, _ = loans[at]
        if at % 2:
            biblio = str(server.biblios.known(f"h{at}"))
            return await system.place_hold(patron, biblio, "KYANH", f"k{at}")
        return await system.renew(patron, number, f"k{at}")

    server.faults.choose = choose
    told: dict[int, object] = {}
    for start in range(0, WRITES, 4):
        few = range(start, min(start + 4, WRITES))
        async with _koha(server) as system:  # a breaker for each few, so that all are tried
            outcomes = await asyncio.gather(*(write(system, at) for at in few))
        told |= dict(zip(few, outcomes, strict=True))
    await asyncio.sleep(LATE)

    changed = {n for n in range(0, WRITES, 2) if ("renew", f"X-{n}") in server.written}
    held = {hold.biblio_id for hold in server.shelf.open_holds}
    changed |= {n for n in range(1, WRITES, 2) if f"h{n}" in held}
    kinds = Counter(type(said).__name__ for said in told.values())
    falsely_done = [n for n, said in told.items() if isinstance(said, Done) and n not in changed]
    falsely_not = [n for n, said in told.items() if isinstance(said, NOT_DONE) and n in changed]
    assert (falsely_done, falsely_not) == ([], []), kinds
    assert len([call for call in server.calls if call[0] == "POST"]) > 0.7 * WRITES, kinds
    assert min(kinds["Done"], kinds["Unconfirmed"]) > 0.1 * WRITES, kinds


@pytest.mark.parametrize("fault", ["slow", "cut", "5xx_done", "html_done", "garbage", "doubled"])
async def test_a_hold_that_was_placed_is_found_by_reading_back(fault: Fault) -> None:
    server = FakeKoha(shelf())
    server.faults.choose = lambda method, _path: fault if method == "POST" else ""
    patron, biblio = str(server.patrons.known("pA1")), str(server.biblios.known("b5"))
    async with _koha(server) as system:
        placed = await system.place_hold(patron, biblio, "KYANH", "k")
        assert isinstance(placed, Done)
        assert (placed.value.biblio_id, placed.value.title) == (biblio, "Lão Hạc")
        server.faults.choose = lambda method, _path: fault if method == "DELETE" else ""
        given_up = await system.cancel_hold(patron, placed.value.id, "k2")
        assert isinstance(given_up, Done)
        assert given_up.value.status == "cancelled"
    assert [kind for kind, _ in server.written] == ["hold", "cancel"]


async def test_a_renewal_that_comes_after_the_clients_timeout_is_never_denied() -> None:
    server, loans = _many_loans(1)
    server.faults.choose = lambda method, _path: "late" if method == "POST" else ""
    async with _koha(server) as system:
        patron = str(server.patrons.known("pA1"))
        first = await system.renew(patron, loans[0][0], "k")
        await asyncio.sleep(LATE)
        assert isinstance(first, Unconfirmed | Done)
        assert await system.renew(patron, loans[0][0], "k") == first
    assert server.written == [("renew", "X-0")]


async def test_a_write_cut_by_the_end_of_the_process_is_read_back_not_sent_again() -> None:
    server, loans = _many_loans(1)
    patron, journal = str(server.patrons.known("pA1")), DyingJournal()
    async with _koha(server, journal) as system:
        assert isinstance(await system.renew(patron, loans[0][0], "k"), Done)
    async with _koha(server, journal) as system:
        again = await system.renew(patron, loans[0][0], "k")
    assert isinstance(again, Done)
    assert again.value.renewals == 1
    assert server.written == [("renew", "X-0")]


async def test_without_a_journal_nothing_is_sent(tmp_path: Path) -> None:
    server, loans = _many_loans(1)
    journal = SqliteJournal(tmp_path / "no such folder" / "j.sqlite")
    async with _koha(server, journal) as system:
        outcome = await system.renew(str(server.patrons.known("pA1")), loans[0][0], "k")
    assert isinstance(outcome, Unavailable)
    assert [call for call in server.calls if call[0] == "POST"] == []


async def test_a_caller_that_goes_away_does_not_stop_its_write() -> None:
    server, loans = _many_loans(1)
    server.faults.choose = lambda method, _path: "slow" if method == "POST" else ""
    server.faults.slow_seconds = 0.1
    patron = str(server.patrons.known("pA1"))
    async with _koha(server) as system:
        server.faults.slow_seconds = 0.1
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await system.renew(patron, loans[0][0], "k")
        outcome = await system.renew(patron, loans[0][0], "k")
    assert isinstance(outcome, Done)
    assert server.written == [("renew", "X-0")]


async def test_another_patrons_loans_and_holds_are_neither_seen_nor_changed() -> None:
    server = FakeKoha(shelf())
    stranger = str(server.patrons.known("pMAX"))
    before = (list(server.shelf.open_loans), list(server.shelf.open_holds))
    own = {"MAX-1"}
    tries = 0
    async with _koha(server) as system:
        for number in range(1, 101):
            if server.loans.name(number) in own:
                continue
            tries += 2
            renewed = await system.renew(stranger, str(number), f"r{number}")
            cancelled = await system.cancel_hold(stranger, str(number), f"c{number}")
            assert (renewed, cancelled) == (Refused("not_your_loan"), Refused("not_your_hold"))
        for odd in ("1 or 1=1", "1/../2", "../patrons/1", "-1", "１", "1?x=1", "", "1#"):
            tries += 2
            assert await system.renew(stranger, odd, odd) == Refused("not_your_loan")
            assert await system.cancel_hold(stranger, odd, odd) == Refused("not_your_hold")
    assert tries >= 200
    assert (server.shelf.open_loans, server.shelf.open_holds) == before
    assert [call for call in server.calls if call[0] in ("POST", "DELETE")] == []


async def test_a_koha_that_answers_with_everybodys_rows_shows_none() -> None:
    server = FakeKoha(shelf(), unfiltered=True)
    stranger, hold = str(server.patrons.known("pMAX")), str(server.holds.known("h1"))
    async with _koha(server) as system:
        assert isinstance(await system.loans(stranger), Unavailable)
        assert isinstance(await system.holds(stranger), Unavailable)
        assert isinstance(await system.cancel_hold(stranger, hold, "k"), Unavailable)
    assert server.written == []
