"""The LibrarySystem contract: every implementation and the fake pass the same suite."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from library.results import Done, Refused, Unavailable
from tests.contract.library.houses import HOUSES, House, demo

RENEWED = date(2026, 12, 12)
"""A1's first loan, due in five days, renewed once for fourteen."""


@pytest.fixture(params=sorted(HOUSES))
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    async with HOUSES[request.param](tmp_path) as made:
        yield made


async def test_card_and_pin_open_the_patron(house: House) -> None:
    result = await house.system.check_card("a1", "2468")
    assert isinstance(result, Done)
    assert result.value.id == house.patron("A1")


@pytest.mark.parametrize(
    ("card", "pin"),
    [("A1", "9999"), ("A1", ""), ("NOBODY", "2468"), ("", ""), ("A1\0", "\ud800"), ("'--", "1")],
)
async def test_wrong_pairs_are_refused_alike(house: House, card: str, pin: str) -> None:
    assert await house.system.check_card(card, pin) == Refused("wrong_card_or_pin")


async def test_loans_come_soonest_first(house: House) -> None:
    result = await house.system.loans(house.patron("A1"))
    assert isinstance(result, Done)
    assert [loan.title for loan in result.value] == ["Số đỏ", "Tắt đèn"]


async def test_renewing_moves_the_due_day_and_counts(house: House) -> None:
    result = await house.system.renew(house.patron("A1"), house.loan("A1"), "k1")
    assert isinstance(result, Done)
    assert result.value.due == RENEWED
    counted = (1, 1) if house.counts_renewals else (None, None)
    assert (result.value.renewals, result.value.renewals_left) == counted


async def test_the_same_key_renews_once(house: House) -> None:
    many = await asyncio.gather(
        *(house.system.renew(house.patron("A1"), house.loan("A1"), "k1") for _ in range(50))
    )
    assert all(outcome == many[0] for outcome in many)
    loans = await house.system.loans(house.patron("A1"))
    assert isinstance(loans, Done)
    again = {loan.id: loan for loan in loans.value}[house.loan("A1")]
    assert (again.renewals, again.due) == (1 if house.counts_renewals else None, RENEWED)


async def test_a_key_serves_one_request_only(house: House) -> None:
    await house.system.renew(house.patron("A1"), house.loan("A1"), "k1")
    assert await house.system.renew(house.patron("A1"), house.loan("A1", 2), "k1") == Refused(
        "other", "key reused"
    )


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ("MAX", "too_many_renewals"),
        ("LATE", "overdue_too_long"),
        ("FEES", "blocked_by_fees"),
        ("OLD", "card_expired"),
        ("LOCK", "restricted"),
        ("SITE", "on_site_only"),
        ("WANT", "on_hold_by_another"),
        ("NEW", "too_soon"),
    ],
)
async def test_every_renewal_refusal(house: House, card: str, code: str) -> None:
    before = await house.system.loans(house.patron(card))
    outcome = await house.system.renew(house.patron(card), house.loan(card), "k")
    assert isinstance(outcome, Refused)
    assert outcome.code == house.code(code)
    assert await house.system.loans(house.patron(card)) == before


async def test_another_patrons_loan_is_not_renewed(house: House) -> None:
    assert await house.system.renew(house.patron("MAX"), house.loan("A1"), "k") == Refused(
        "not_your_loan"
    )


async def test_a_hold_joins_the_queue_and_can_be_given_up(house: House) -> None:
    placed = await house.system.place_hold(house.patron("A1"), house.biblio(5), "KYANH", "k1")
    assert isinstance(placed, Done)
    assert placed.value.position == 2
    assert placed.value.pickup_branch == "KYANH"
    cancelled = await house.system.cancel_hold(house.patron("A1"), placed.value.id, "k2")
    assert isinstance(cancelled, Done)
    assert cancelled.value.status == "cancelled"
    assert await house.system.holds(house.patron("A1")) == Done(())


@pytest.mark.parametrize(
    ("card", "biblio", "branch", "code"),
    [
        ("A1", 9, "TRUNGTAM", "unknown_biblio"),
        ("A1", 3, "NOWHERE", "bad_pickup_branch"),
        ("A1", 4, "TRUNGTAM", "not_holdable"),
        ("A1", 1, "TRUNGTAM", "already_borrowed"),
        ("HOLDS", 5, "TRUNGTAM", "already_on_hold"),
        ("HOLDS", 3, "TRUNGTAM", "too_many_holds"),
        ("OLD", 1, "TRUNGTAM", "card_expired"),
        ("LOCK", 1, "TRUNGTAM", "restricted"),
        ("FEES", 1, "TRUNGTAM", "blocked_by_fees"),
        ("GHOST", 1, "TRUNGTAM", "unknown_patron"),
    ],
)
async def test_every_hold_refusal(
    house: House, card: str, biblio: int, branch: str, code: str
) -> None:
    outcome = await house.system.place_hold(house.patron(card), house.biblio(biblio), branch, "k")
    assert isinstance(outcome, Refused)
    assert outcome.code == house.code(code)


@pytest.mark.parametrize("hold_id", ["1", "999", "", "x", "9" * 40, "１"])
async def test_only_own_open_holds_are_cancelled(house: House, hold_id: str) -> None:
    assert await house.system.cancel_hold(house.patron("A1"), hold_id, "k") == Refused(
        "not_your_hold"
    )


async def test_fees_hold_recorded_sums_and_running_fines(house: House) -> None:
    recorded = await house.system.fees(house.patron("FEES"))
    running = await house.system.fees(house.patron("LATE"))
    assert isinstance(recorded, Done)
    assert isinstance(running, Done)
    assert [fee.amount for fee in recorded.value] == [60_000]
    assert [fee.amount for fee in running.value] == [12_000]


async def test_availability_tells_copies_and_queue(house: House) -> None:
    one, four, six = (house.biblio(n) for n in (1, 4, 6))
    result = await house.system.availability([one, four, six, "nope"])
    assert isinstance(result, Done)
    assert set(result.value) == {one, four, six}
    lent = [item.status for item in result.value[one].items]
    assert sorted(lent) == ["available", "on_loan", "on_loan"]
    assert (result.value[one].holds, result.value[six].holds) == (0, 0)
    assert sorted(i.status for i in result.value[six].items) == ["available", "on_hold_shelf"]


async def test_branches_are_named(house: House) -> None:
    result = await house.system.branches()
    assert isinstance(result, Done)
    assert {b.code for b in result.value} == {"TRUNGTAM", "HONGLINH", "KYANH"}


async def test_a_broken_file_is_unavailable_not_empty(tmp_path: Path) -> None:
    async with demo(tmp_path) as house:
        for name in ("library.sqlite", "library.sqlite-wal"):
            (tmp_path / name).write_bytes(b"not a database at all" * 400)
        result = await house.system.loans(house.patron("A1"))
    assert isinstance(result, Unavailable)
