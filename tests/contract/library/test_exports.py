"""The LibrarySystem contract on a nightly export: reads as everywhere, writes asked of the desk."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path

import pytest

from clock import HANOI, FixedClock
from library.exports import ExportsLibrary, Loaded, Rejected, load
from library.results import Done, Refused, Requested, Unavailable
from tests.contract.library.houses import FACTS, NOON, House, shelf
from tests.contract.library.test_library_system import (  # noqa: F401 - run here too
    test_availability_tells_copies_and_queue,
    test_branches_are_named,
    test_card_and_pin_open_the_patron,
    test_fees_hold_recorded_sums_and_running_fines,
    test_loans_come_soonest_first,
    test_only_own_open_holds_are_cancelled,
    test_wrong_pairs_are_refused_alike,
)
from tests.fakes.export_files import put_csv, put_excel, write

WEDNESDAY = date(2026, 11, 25)
"""The day after the 24th, a public holiday."""
AT_FIVE = datetime(2026, 11, 23, 5, 10, tzinfo=HANOI)


@pytest.fixture(params=[put_csv, put_excel], ids=["csv", "excel"])
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    columns = write(shelf(), tmp_path / "export", request.param)
    for path in (tmp_path / "export").iterdir():
        os.utime(path, (AT_FIVE.timestamp(),) * 2)
    clock = FixedClock(NOON)
    found = load(tmp_path / "export", columns, tmp_path, clock)
    assert isinstance(found, Loaded), found
    barcodes = {loan.id: loan.barcode for loan in shelf().open_loans}
    yield House(
        ExportsLibrary(tmp_path, clock, FACTS),
        lambda card: card,
        lambda number: f"b{number}",
        lambda name: barcodes[name],
    )


async def test_a_reading_says_of_when_it_is(house: House) -> None:
    loans = await house.system.loans("A1")
    assert isinstance(loans, Done)
    assert loans.as_of == AT_FIVE


async def test_a_renewal_is_asked_of_the_desk_and_nothing_is_changed(house: House) -> None:
    before = await house.system.loans("A1")
    asked = await house.system.renew("A1", house.loan("A1"), "k")
    assert isinstance(asked, Requested)
    assert asked.promised == WEDNESDAY
    assert asked.value.title == "Tắt đèn"
    assert await house.system.loans("A1") == before


async def test_the_same_key_asks_once(house: House) -> None:
    many = await asyncio.gather(
        *(house.system.renew("A1", house.loan("A1"), "k") for _ in range(50))
    )
    assert isinstance(many[0], Requested)
    assert all(outcome == many[0] for outcome in many)
    assert isinstance(house.system, ExportsLibrary)
    assert len(await house.system.requests.open()) == 1


async def test_asking_again_with_another_key_is_the_same_request(house: House) -> None:
    one = await house.system.renew("A1", house.loan("A1"), "k1")
    two = await house.system.renew("A1", house.loan("A1"), "k2")
    assert isinstance(one, Requested)
    assert one == two


async def test_a_key_serves_one_request_only(house: House) -> None:
    await house.system.renew("A1", house.loan("A1"), "k1")
    again = await house.system.renew("A1", house.loan("A1", 2), "k1")
    assert again == Refused("other", "key reused")


async def test_a_hold_and_its_end_are_asked_of_the_desk(house: House) -> None:
    asked = await house.system.place_hold("A1", "b5", "KYANH", "k1")
    assert isinstance(asked, Requested)
    assert (asked.value.biblio_id, asked.value.pickup_branch) == ("b5", "KYANH")
    assert await house.system.holds("A1") == Done(())
    given_up = await house.system.cancel_hold("HOLDS", "b5", "k2")
    assert isinstance(given_up, Requested)
    assert given_up.value.title == "Lão Hạc"


@pytest.mark.parametrize(
    ("card", "biblio", "branch", "code"),
    [
        ("A1", 9, "TRUNGTAM", "unknown_biblio"),
        ("A1", 3, "NOWHERE", "bad_pickup_branch"),
        ("A1", 1, "TRUNGTAM", "already_borrowed"),
        ("HOLDS", 5, "TRUNGTAM", "already_on_hold"),
        ("GHOST", 1, "TRUNGTAM", "unknown_patron"),
    ],
)
async def test_what_no_desk_could_do_is_refused(
    house: House, card: str, biblio: int, branch: str, code: str
) -> None:
    outcome = await house.system.place_hold(card, house.biblio(biblio), branch, "k")
    assert isinstance(outcome, Refused)
    assert outcome.code == code


async def test_another_patrons_loans_and_holds_are_not_asked_about(house: House) -> None:
    assert isinstance(house.system, ExportsLibrary)
    for name in [loan.barcode for loan in shelf().open_loans if loan.patron_id != "pMAX"]:
        assert await house.system.renew("MAX", name, f"r{name}") == Refused("not_your_loan")
    for name in ("b5", "b7", "b6", "Lão Hạc", "%", "' or 1=1"):
        assert await house.system.cancel_hold("MAX", name, name) == Refused("not_your_hold")
    assert await house.system.requests.open() == ()


async def test_before_the_first_load_nothing_is_known(tmp_path: Path) -> None:
    system = ExportsLibrary(tmp_path, FixedClock(NOON), FACTS)
    assert isinstance(await system.loans("A1"), Unavailable)
    assert isinstance(await system.check_card("A1", "2468"), Unavailable)
    assert isinstance(await system.renew("A1", "BC10", "k"), Unavailable)


async def test_a_rejected_export_leaves_the_last_one(house: House, tmp_path: Path) -> None:
    columns = write(shelf(), tmp_path / "next")
    path = tmp_path / "next" / "muon.csv"
    path.write_text(path.read_text("utf-8-sig").replace("25/11/2026", "31/02/2026"), "utf-8")
    found = load(tmp_path / "next", columns, tmp_path, FixedClock(NOON))
    assert isinstance(found, Rejected)
    assert isinstance(await house.system.loans("A1"), Done)
