"""The LibrarySystem contract: every implementation and the fake pass the same suite."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from clock import HANOI, FixedClock
from library import facts
from library.demo import (
    SeedBiblio,
    SeedHold,
    SeedItem,
    SeedLoan,
    SeedPatron,
    open_demo,
    seed,
)
from library.port import LibrarySystem
from library.results import Done, Refused, Unavailable

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=HANOI)


def _biblio(number: int, title: str, copies: int = 1, *, on_site: bool = False) -> SeedBiblio:
    items = tuple(
        SeedItem(f"BC{number}{n}", "TRUNGTAM", "MUON", f"8(V) {number}") for n in range(copies)
    )
    return SeedBiblio(f"b{number}", title, items, on_site=on_site)


BIBLIOS = (
    _biblio(1, "Tắt đèn", 3),
    _biblio(2, "Số đỏ", 3),
    _biblio(3, "Chí Phèo", 3),
    _biblio(4, "Địa chí Hà Tĩnh", 1, on_site=True),
    _biblio(5, "Lão Hạc", 1),
    _biblio(6, "Dế Mèn phiêu lưu ký", 2),
    _biblio(7, "Vang bóng một thời"),
)


def _reader(card: str, *loans: SeedLoan, **state: object) -> SeedPatron:
    return SeedPatron(card, "2468", f"Bạn đọc {card}", "TRUNGTAM", loans=loans, **state)  # type: ignore[arg-type]


PATRONS = (
    _reader("A1", SeedLoan("Tắt đèn", 5), SeedLoan("Số đỏ", 2)),
    _reader("MAX", SeedLoan("Tắt đèn", 3, renewals=2)),
    _reader("LATE", SeedLoan("Số đỏ", -12)),
    _reader("FEES", SeedLoan("Số đỏ", 3), fees=(("Mất sách", 60_000, 30),)),
    _reader("OLD", SeedLoan("Chí Phèo", 3), expires_in=-10),
    _reader("LOCK", SeedLoan("Chí Phèo", 3), restricted="báo mất thẻ"),
    _reader("SITE", SeedLoan("Địa chí Hà Tĩnh", 0, on_site=True)),
    _reader("WANT", SeedLoan("Lão Hạc", 3)),
    _reader("NEW", SeedLoan("Chí Phèo", 20)),
    _reader(
        "HOLDS",
        holds=(
            SeedHold("Lão Hạc", "TRUNGTAM"),
            SeedHold("Vang bóng một thời", "TRUNGTAM"),
            SeedHold("Dế Mèn phiêu lưu ký", "KYANH", ready=True),
        ),
    ),
)


@cache
def _seeded() -> bytes:
    """The seeded file, made once: hashing PINs is slow on purpose."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "library.sqlite"
        seed(path, BIBLIOS, PATRONS, TODAY)
        with sqlite3.connect(path) as db:
            return db.serialize()


def _demo(folder: Path) -> LibrarySystem:
    (folder / "library.sqlite").write_bytes(_seeded())
    return open_demo(folder / "library.sqlite", FixedClock(NOON), facts.load(Path("demo/library")))


IMPLEMENTATIONS: dict[str, Callable[[Path], LibrarySystem]] = {"demo": _demo}


@pytest.fixture(params=sorted(IMPLEMENTATIONS))
def system(request: pytest.FixtureRequest, tmp_path: Path) -> LibrarySystem:
    return IMPLEMENTATIONS[request.param](tmp_path)


async def test_card_and_pin_open_the_patron(system: LibrarySystem) -> None:
    result = await system.check_card("a1", "2468")
    assert isinstance(result, Done)
    assert result.value.id == "pA1"


@pytest.mark.parametrize(
    ("card", "pin"),
    [("A1", "9999"), ("A1", ""), ("NOBODY", "2468"), ("", ""), ("A1\0", "\ud800"), ("'--", "1")],
)
async def test_wrong_pairs_are_refused_alike(system: LibrarySystem, card: str, pin: str) -> None:
    assert await system.check_card(card, pin) == Refused("wrong_card_or_pin")


async def test_loans_come_soonest_first(system: LibrarySystem) -> None:
    result = await system.loans("pA1")
    assert isinstance(result, Done)
    assert [loan.title for loan in result.value] == ["Số đỏ", "Tắt đèn"]


async def test_renewing_moves_the_due_day_and_counts(system: LibrarySystem) -> None:
    result = await system.renew("pA1", "A1-1", "k1")
    assert isinstance(result, Done)
    assert result.value.due == date(2026, 12, 12)
    assert (result.value.renewals, result.value.renewals_left) == (1, 1)


async def test_the_same_key_renews_once(system: LibrarySystem) -> None:
    many = await asyncio.gather(*(system.renew("pA1", "A1-1", "k1") for _ in range(50)))
    assert all(outcome == many[0] for outcome in many)
    loans = await system.loans("pA1")
    assert isinstance(loans, Done)
    assert {loan.id: loan.renewals for loan in loans.value}["A1-1"] == 1


async def test_a_key_serves_one_request_only(system: LibrarySystem) -> None:
    await system.renew("pA1", "A1-1", "k1")
    assert await system.renew("pA1", "A1-2", "k1") == Refused("other", "key reused")


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
async def test_every_renewal_refusal(system: LibrarySystem, card: str, code: str) -> None:
    before = await system.loans(f"p{card}")
    outcome = await system.renew(f"p{card}", f"{card}-1", "k")
    assert isinstance(outcome, Refused)
    assert outcome.code == code
    assert await system.loans(f"p{card}") == before


async def test_another_patrons_loan_is_not_renewed(system: LibrarySystem) -> None:
    assert await system.renew("pMAX", "A1-1", "k") == Refused("not_your_loan")


async def test_a_hold_joins_the_queue_and_can_be_given_up(system: LibrarySystem) -> None:
    placed = await system.place_hold("pA1", "b5", "KYANH", "k1")
    assert isinstance(placed, Done)
    assert placed.value.position == 2
    assert placed.value.pickup_branch == "KYANH"
    cancelled = await system.cancel_hold("pA1", placed.value.id, "k2")
    assert isinstance(cancelled, Done)
    assert cancelled.value.status == "cancelled"
    assert await system.holds("pA1") == Done(())


@pytest.mark.parametrize(
    ("card", "biblio", "branch", "code"),
    [
        ("A1", "b9", "TRUNGTAM", "unknown_biblio"),
        ("A1", "b3", "NOWHERE", "bad_pickup_branch"),
        ("A1", "b4", "TRUNGTAM", "not_holdable"),
        ("A1", "b1", "TRUNGTAM", "already_borrowed"),
        ("HOLDS", "b5", "TRUNGTAM", "already_on_hold"),
        ("HOLDS", "b3", "TRUNGTAM", "too_many_holds"),
        ("OLD", "b1", "TRUNGTAM", "card_expired"),
        ("LOCK", "b1", "TRUNGTAM", "restricted"),
        ("FEES", "b1", "TRUNGTAM", "blocked_by_fees"),
        ("GHOST", "b1", "TRUNGTAM", "unknown_patron"),
    ],
)
async def test_every_hold_refusal(
    system: LibrarySystem, card: str, biblio: str, branch: str, code: str
) -> None:
    outcome = await system.place_hold(f"p{card}", biblio, branch, "k")
    assert isinstance(outcome, Refused)
    assert outcome.code == code


@pytest.mark.parametrize("hold_id", ["1", "999", "", "x", "9" * 40, "１"])
async def test_only_own_open_holds_are_cancelled(system: LibrarySystem, hold_id: str) -> None:
    assert await system.cancel_hold("pA1", hold_id, "k") == Refused("not_your_hold")


async def test_fees_hold_recorded_sums_and_running_fines(system: LibrarySystem) -> None:
    recorded = await system.fees("pFEES")
    running = await system.fees("pLATE")
    assert isinstance(recorded, Done)
    assert isinstance(running, Done)
    assert [fee.amount for fee in recorded.value] == [60_000]
    assert [fee.amount for fee in running.value] == [12_000]


async def test_availability_tells_copies_and_queue(system: LibrarySystem) -> None:
    result = await system.availability(["b1", "b4", "b6", "nope"])
    assert isinstance(result, Done)
    assert set(result.value) == {"b1", "b4", "b6"}
    lent = [item.status for item in result.value["b1"].items]
    assert sorted(lent) == ["available", "on_loan", "on_loan"]
    assert (result.value["b1"].holds, result.value["b6"].holds) == (0, 0)
    assert sorted(i.status for i in result.value["b6"].items) == ["available", "on_hold_shelf"]


async def test_branches_are_named(system: LibrarySystem) -> None:
    result = await system.branches()
    assert isinstance(result, Done)
    assert {b.code for b in result.value} == {"TRUNGTAM", "HONGLINH", "KYANH"}


async def test_a_broken_file_is_unavailable_not_empty(tmp_path: Path) -> None:
    system = _demo(tmp_path)
    for name in ("library.sqlite", "library.sqlite-wal"):
        (tmp_path / name).write_bytes(b"not a database at all" * 400)
    result = await system.loans("pA1")
    assert isinstance(result, Unavailable)
