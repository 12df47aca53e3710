"""The library's own system is the one that the settings name, or what is missing is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.app.library_system import LibrarySettingsError, open_library
from bot.settings import Settings
from clock import FixedClock
from library.exports import Loaded, load
from library.port import LibrarySystem, keeps_accounts
from library.results import Done, Refused
from retrieval.model import Copy, Work
from retrieval.records import Store
from tests.contract.library.houses import FACTS, NOON, shelf
from tests.fakes.export_files import write
from tests.fakes.koha import CLIENT, SECRET, FakeKoha
from tests.fakes.loopback import served
from tests.fakes.sip2 import PASSWORD, USER, FakeSip2


def _open(home: Path, **values: Any) -> LibrarySystem:
    settings = Settings(home=home, _env_file=None, **values)
    return open_library(settings, FixedClock(NOON), FACTS)


def _kept(home: Path, *works: Work) -> None:
    store = Store(home)
    with store.transaction():
        for work in works:
            store.put("work", work.id, "s", work)
    store.close()


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"library": "koha"}, "THUTHU_KOHA_URL"),
        ({"library": "koha", "koha_url": "https://koha.example"}, "THUTHU_KOHA_CLIENT_ID"),
        ({"library": "sip2"}, "THUTHU_SIP2_URL"),
        ({"library": "sip2", "sip2_url": "tcp://192.0.2.1:6001"}, "THUTHU_SIP2_URL"),
        (
            {"library": "sip2", "sip2_url": "tls://192.0.2.1:6001", "sip2_encoding": "ebcdic-9"},
            "THUTHU_SIP2_ENCODING",
        ),
    ],
)
def test_what_is_missing_is_named(tmp_path: Path, values: dict[str, str], named: str) -> None:
    with pytest.raises(LibrarySettingsError, match=named):
        _open(tmp_path, **values)


async def test_without_a_system_the_records_say_where_a_copy_belongs(tmp_path: Path) -> None:
    _kept(tmp_path, Work("w1", "Tắt đèn", holdings=(Copy("A", "KYANH", "MUON", "895.9"),)))
    system = _open(tmp_path, library="none")
    assert not keeps_accounts(system)
    found = await system.availability(["w1", "w2"])
    assert isinstance(found, Done)
    (item,) = found.value["w1"].items
    assert (item.branch, item.call_number, item.status) == ("KYANH", "895.9", "unknown")
    assert await system.loans("anybody") == Refused("not_connected")


async def test_sip2_asks_about_the_copies_of_the_records(tmp_path: Path) -> None:
    _kept(tmp_path, Work("w1", "Tắt đèn", holdings=(Copy("BC10", "TRUNGTAM", "MUON", "8"),)))
    async with FakeSip2(shelf()).serving() as port:
        system = _open(
            tmp_path, library="sip2", sip2_url=f"tcp://127.0.0.1:{port}", sip2_user=USER,
            sip2_password=PASSWORD, sip2_institution="TV",
        )  # fmt: skip
        found = await system.availability(["w1"])
        checked = await system.check_card("A1", "2468")
        await system.close()  # type: ignore[attr-defined]
    assert isinstance(found, Done)
    assert found.value["w1"].items[0].status == "on_loan"
    assert isinstance(checked, Done)


async def test_koha_is_asked_by_its_own_numbers_and_answers_in_ours(tmp_path: Path) -> None:
    server = FakeKoha(shelf())
    number = str(server.biblios.known("b1"))
    _kept(tmp_path, Work("ocm1", "Tắt đèn", system_id=number))
    with served(server.app()) as address:
        system = _open(
            tmp_path, library="koha", koha_url=address, koha_client_id=CLIENT,
            koha_client_secret=SECRET,
        )  # fmt: skip
        found = await system.availability(["ocm1", "b1"])
        card = await system.check_card("A1", "2468")
        assert isinstance(card, Done)
        loans = await system.loans(card.value.id)
        await system.close()  # type: ignore[attr-defined]
    assert isinstance(found, Done)
    assert set(found.value) == {"ocm1"}
    assert {item.biblio_id for item in found.value["ocm1"].items} == {"ocm1"}
    assert isinstance(loans, Done)
    assert "ocm1" in {loan.biblio_id for loan in loans.value}


async def test_an_export_is_matched_by_barcode(tmp_path: Path) -> None:
    columns = write(shelf(), tmp_path / "files")
    _kept(tmp_path, Work("w1", "Tắt đèn", holdings=(Copy("BC10", "TRUNGTAM"),)))
    system = _open(tmp_path, library="exports")
    loaded = load(tmp_path / "files", columns, tmp_path / "exports", FixedClock(NOON))
    assert isinstance(loaded, Loaded)
    found = await system.availability(["w1", "b2", "none"])
    assert isinstance(found, Done)
    assert set(found.value) == {"w1", "b2"}
    assert len(found.value["w1"].items) == 3
    loans = await system.loans("A1")
    assert isinstance(loans, Done)
    assert {loan.biblio_id for loan in loans.value} == {"w1", "b2"}
