"""A library without a system that can be asked."""

from __future__ import annotations

from library.holdings import Holding, HoldingsTable
from library.model import Item
from library.none import NoLibrarySystem
from library.results import Done, Refused
from tests.contract.library.houses import FACTS

HOLDINGS = HoldingsTable(
    {
        "b1": (
            Holding("BC1", "TRUNGTAM", "MUON", "895.922 1"),
            Holding("BC2", "KYANH", "DIACHI", "915.97", on_site=True),
        ),
        "b2": (),
    }
)
NO = Refused("not_connected")


async def test_a_copy_has_a_place_and_no_state() -> None:
    found = await NoLibrarySystem(HOLDINGS, FACTS).availability(["b1", "b2", "b3"])
    assert isinstance(found, Done)
    assert set(found.value) == {"b1", "b2"}
    assert found.value["b1"].items == (
        Item("BC1", "b1", "TRUNGTAM", "MUON", "895.922 1", "unknown"),
        Item("BC2", "b1", "KYANH", "DIACHI", "915.97", "on_site"),
    )
    assert found.value["b1"].holds is None
    assert found.value["b2"].items == ()


async def test_branches_have_the_phones_of_the_facts() -> None:
    found = await NoLibrarySystem(HOLDINGS, FACTS).branches()
    assert isinstance(found, Done)
    assert [(b.code, b.phone) for b in found.value] == [(b.code, b.phone) for b in FACTS.branches]
    assert await NoLibrarySystem(HOLDINGS).branches() == Done(())


async def test_whatever_needs_an_account_is_refused_as_not_connected() -> None:
    system = NoLibrarySystem(HOLDINGS, FACTS)
    for read in (system.patron, system.loans, system.holds, system.fees):
        assert await read("A1") == NO
    assert await system.check_card("A1", "2468") == NO
    assert await system.renew("A1", "BC1", "k") == NO
    assert await system.place_hold("A1", "b1", "KYANH", "k") == NO
    assert await system.cancel_hold("A1", "b1", "k") == NO
