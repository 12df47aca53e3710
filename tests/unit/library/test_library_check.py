"""The table an administrator sees after setting up a library system."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

import library.check
from clock import FixedClock
from library.check import check
from library.journal import MemoryJournal
from library.koha import Basic, KohaLibrary
from tests.contract.library.houses import NOON, shelf
from tests.fakes.koha import CLIENT, SECRET, FakeKoha
from tests.fakes.loopback import served
from words import of


@asynccontextmanager
async def _koha(server: FakeKoha, secret: str = SECRET) -> AsyncIterator[KohaLibrary]:
    with served(server.app()) as address:
        system = KohaLibrary(address, Basic(CLIENT, secret), FixedClock(NOON), MemoryJournal())
        yield system
        await system.close()


async def test_all_works_and_nothing_is_written() -> None:
    server = FakeKoha(shelf())
    async with _koha(server) as system:
        lines = await check(system, "A1", "2468", [str(server.biblios.known("b1"))])
        server.lacking = ("/checkouts/",)
        again = {line.call: line for line in await check(system, "A1", "2468")}
    assert {line.verdict for line in lines} == {"works"}
    assert again["renew"].verdict == "fails"
    assert len(lines) == 9
    assert server.written == []
    assert {path for method, path in server.calls if method != "GET"} == {
        "/auth/password/validation"
    }


@pytest.mark.parametrize(
    ("path", "fails"),
    [
        ("/checkouts", {"loans", "renew"}),
        ("/holds", {"holds", "hold", "availability"}),
        ("/items", {"availability", "loans", "renew"}),
        ("/auth", {"check_card"}),
    ],
)
async def test_a_lacking_permission_is_named_where_it_is_missed(path: str, fails: set[str]) -> None:
    server = FakeKoha(shelf(), lacking=(path,))
    async with _koha(server) as system:
        lines = await check(system, "A1", "2468", [str(server.biblios.known("b1"))])
    failed = [line for line in lines if line.verdict == "fails"]
    assert {line.call for line in failed} == fails
    assert all("«circulate: circulate_remaining_permissions»" in line.told for line in failed)


async def test_a_wrong_secret_and_a_wrong_pin_are_told_apart() -> None:
    server = FakeKoha(shelf())
    async with _koha(server) as system:
        told = {line.call: line for line in await check(system, "A1", "1111")}
    assert told["check_card"].told.startswith("Thẻ thử hoặc mã PIN chưa đúng")
    assert told["loans"].verdict == "untried"
    async with _koha(server, "another") as system:
        told = {line.call: line for line in await check(system, "A1", "2468", ["1"])}
    assert "mã ứng dụng" in told["check_card"].told
    assert "mã ứng dụng" in told["availability"].told


async def test_nobody_at_the_address() -> None:
    system = KohaLibrary("http://127.0.0.1:9", Basic("a", "b"), FixedClock(NOON), MemoryJournal())
    lines = await check(system, "A1", "2468")
    await system.close()
    assert lines[0].told.startswith("Không kết nối được")


def test_every_sentence_is_used() -> None:
    source = Path(library.check.__file__)
    words = of("library")
    code = source.read_text("utf-8")
    assert [key for key in words if not key.startswith("call.") and f'"{key}"' not in code] == []
