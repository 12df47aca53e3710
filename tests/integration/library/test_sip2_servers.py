"""SIP2 servers as different makers built them, and what goes over the wire to them."""

from __future__ import annotations

import asyncio
import logging
import ssl
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from clock import FixedClock
from library.journal import MemoryJournal
from library.results import Done, Refused, Unavailable
from library.sip2 import Address, Manner, Sip2Library, Terminal, address
from tests.contract.library.houses import BRANCHES, FACTS, NOON, holdings, shelf
from tests.fakes.sip2 import PASSWORD, USER, FakeSip2, Oddities
from tests.fakes.sip2_frames import Manner as Written

PATIENCE = 0.3


@asynccontextmanager
async def _talking(
    server: FakeSip2,
    *,
    clock: FixedClock | None = None,
    manner: Manner | None = None,
    formats: tuple[str, ...] = (),
    password: str = PASSWORD,
) -> AsyncIterator[Sip2Library]:
    async with server.serving() as port:
        system = Sip2Library(
            address(f"tcp://127.0.0.1:{port}"), Terminal("TV", USER, password),
            clock or FixedClock(NOON), MemoryJournal(), holdings(), branches=BRANCHES,
            rules=FACTS.rules, manner=manner or Manner(), formats=formats, patience=PATIENCE,
            reread_after=(0.0,),
        )  # fmt: skip
        yield system
        await system.close()


async def _works(system: Sip2Library) -> None:
    """Card, loans, a renewal, a hold and its end, with the names as they are."""
    patron = await system.check_card("a1", "2468")
    assert isinstance(patron, Done)
    assert (patron.value.id, patron.value.name) == ("A1", "Bạn đọc A1")
    loans = await system.loans("A1")
    assert isinstance(loans, Done)
    assert [loan.title for loan in loans.value] == ["Số đỏ", "Tắt đèn"]
    renewed = await system.renew("A1", loans.value[1].id, "k")
    assert isinstance(renewed, Done)
    assert renewed.value.due.isoformat() == "2026-12-12"
    placed = await system.place_hold("A1", "b5", "KYANH", "h")
    assert isinstance(placed, Done)
    assert placed.value.title == "Lão Hạc"
    held = await system.holds("A1")
    assert isinstance(held, Done)
    assert [(hold.title, hold.biblio_id) for hold in held.value] == [("Lão Hạc", "b5")]
    assert isinstance(await system.cancel_hold("A1", placed.value.id, "c"), Done)


TCVN3 = bytes.fromhex("54 68 ad 20 76 69 d6 6e")
"""`Thư viện` in the ABC code of before Unicode."""


@pytest.mark.parametrize(
    "odd",
    [
        Oddities(),
        Oddities(blank_counts=True),
        Oddities(blank_due=True),
        Oddities(screen=TCVN3),
        Oddities(screen=b"\xff\xfe\x80 |AFnoch einmal"),
        Oddities(all_in_one_page=True),
        Oddities(most_in_a_page=1),
        Oddities(split=True),
        Oddities(due_form="%d/%m/%Y"),
        Oddities(due_form="%Y%m%d    235900"),
        Oddities(due_form="%Y-%m-%dT23:59:59+07:00"),
        Oddities(manner=Written(checked=False)),
        Oddities(manner=Written(twice_encoded=True)),
        Oddities(manner=Written(line_feed=True)),
        Oddities(manner=Written(twice_encoded=True, line_feed=True), split=True),
        Oddities(offers="NNNNNNNYNNYNNYYN"),
    ],
    ids=repr,
)
async def test_an_odd_server_serves_all_the_same(odd: Oddities) -> None:
    async with _talking(FakeSip2(shelf(), odd)) as system:
        await _works(system)


async def test_a_server_that_hears_no_checksums_is_spoken_to_without() -> None:
    server = FakeSip2(shelf())
    async with _talking(server, manner=Manner(checked=False)) as system:
        await _works(system)
    assert {asked.sequence for asked in server.asked} == {None}


async def test_a_pin_that_the_server_says_nothing_about_is_not_right() -> None:
    async with _talking(FakeSip2(shelf(), Oddities(pin_told=False))) as system:
        assert await system.check_card("A1", "2468") == Refused("wrong_card_or_pin")


async def test_a_server_with_patron_status_alone_checks_cards() -> None:
    server = FakeSip2(shelf(), Oddities(offers="YNNNNNNNNNNNNNNN"))
    async with _talking(server) as system:
        assert isinstance(await system.check_card("A1", "2468"), Done)
        assert await system.check_card("A1", "9999") == Refused("wrong_card_or_pin")
        assert await system.loans("A1") == Refused("not_offered")
    assert {asked.command for asked in server.asked} == {"93", "99", "23"}


@pytest.mark.parametrize(("offers", "policy"), [("YYYYYYYYYYYYYYNY", "Y"), ("Y" * 16, "N")])
async def test_only_what_is_offered_is_sent(offers: str, policy: str) -> None:
    server = FakeSip2(shelf(), Oddities(offers=offers, renewal_policy=policy))
    async with _talking(server) as system:
        loans = await system.loans("A1")
        assert isinstance(loans, Done)
        assert await system.renew("A1", loans.value[0].id, "k") == Refused("not_offered")
    assert "29" not in {asked.command for asked in server.asked}


async def test_pages_of_one_summary_give_every_loan() -> None:
    house = shelf()
    like = next(loan for loan in house.open_loans if loan.id == "A1-1")
    copy = next(item for item in house.items if item.barcode == like.barcode)
    for n in range(45):
        house.items.append(replace(copy, barcode=f"X{n:02}"))
        house.open_loans.append(replace(like, id=f"X{n}", barcode=f"X{n:02}"))
    server = FakeSip2(house)
    async with _talking(server) as system:
        loans = await system.loans("A1")
    assert isinstance(loans, Done)
    assert len({loan.barcode for loan in loans.value}) == 47
    summaries = [asked.fixed[21:] for asked in server.asked if asked.command == "63"]
    assert all(summary.count("Y") <= 1 for summary in summaries)
    assert len(summaries) == 3


async def test_fewer_entries_than_counted_are_no_list() -> None:
    server = FakeSip2(shelf(), Oddities(most_in_a_page=0))
    async with _talking(server) as system:
        assert isinstance(await system.loans("A1"), Unavailable)


async def test_a_due_date_that_cannot_be_read_is_not_guessed() -> None:
    server = FakeSip2(shelf(), Oddities(due_form="thứ %w tuần %U"))
    async with _talking(server) as system:
        loans = await system.loans("A1")
        assert loans == Unavailable("a due date of another form")
        assert isinstance(await system.renew("A1", "BC10", "k"), Refused | Unavailable)
    assert server.written == []


async def test_a_site_tells_its_own_form_of_a_due_date() -> None:
    server = FakeSip2(shelf(), Oddities(due_form="%m/%d/%Y"))
    async with _talking(server, formats=("%m/%d/%Y",)) as system:
        await _works(system)


@pytest.mark.parametrize(
    "fault",
    ["cut", "cut_before", "garbage", "wrong_code", "wrong_sequence", "wrong_checksum", "nothing",
     "slow", "resend_always"],
)  # fmt: skip
async def test_a_reading_gone_wrong_is_unavailable_and_the_next_one_is_right(fault: str) -> None:
    server, wrong = FakeSip2(shelf()), True
    server.fault = lambda command: fault if wrong and command == "63" else ""  # type: ignore[assignment,return-value]
    async with _talking(server) as system:
        assert isinstance(await system.loans("A1"), Unavailable)
        wrong = False
        assert isinstance(await system.loans("A1"), Done)


async def test_a_96_is_answered_with_the_same_frame_once() -> None:
    server = FakeSip2(shelf())
    server.fault = lambda command: "resend" if command == "17" else ""
    async with _talking(server) as system:
        await _works(system)
    assert len(server.written) == 3


async def test_a_connection_that_died_in_the_pool_is_replaced() -> None:
    server, cut = FakeSip2(shelf()), False
    async with _talking(server) as system:
        assert isinstance(await system.patron("A1"), Done)
        cut = True

        def once(command: str) -> str:
            nonlocal cut
            now, cut = cut, False
            return "cut_before" if now else ""

        server.fault = once  # type: ignore[assignment]
        assert isinstance(await system.patron("A1"), Done)
    assert server.connections == 2


async def test_one_request_at_a_time_and_a_small_pool() -> None:
    server = FakeSip2(shelf())
    server.slow_seconds = 0.01
    server.fault = lambda _command: "slow"
    async with _talking(server) as system:
        found = await asyncio.gather(*(system.patron("A1") for _ in range(12)))
    assert all(isinstance(each, Done) for each in found)
    assert server.connections == server.most_at_once == 3


async def test_a_dead_server_is_left_alone_for_a_while() -> None:
    server, clock = FakeSip2(shelf()), FixedClock(NOON)
    server.fault = lambda _command: "cut_before"
    async with _talking(server, clock=clock) as system:
        for _ in range(7):
            last = await system.patron("A1")
        assert last == Unavailable("resting after failures")
        assert server.connections == 5
        server.fault = lambda _command: ""
        clock.advance(16)
        assert isinstance(await system.patron("A1"), Done)


async def test_a_wrong_login_is_named() -> None:
    async with _talking(FakeSip2(shelf()), password="other") as system:
        assert await system.patron("A1") == Unavailable("the login was not accepted")


async def test_a_lost_card_and_a_deleted_patron_end_a_link() -> None:
    server = FakeSip2(shelf())
    async with _talking(server) as system:
        assert isinstance(await system.patron("A1"), Done)
        server.lost.add("A1")
        assert await system.patron("A1") == Refused("card_lost")
        assert await system.check_card("A1", "2468") == Refused("card_lost")
        del server.shelf.accounts["pA1"]
        assert await system.patron("A1") == Refused("unknown_patron")


@pytest.mark.parametrize("card", ["A1|AAMAX", "A1\rAAMAX", "A1\x00", "A1\n", "", " ", "Ạ" * 200])
async def test_nothing_is_slipped_into_a_frame(card: str) -> None:
    server = FakeSip2(shelf())
    async with _talking(server) as system:
        await system.check_card(card, "2468")
        await system.check_card("A1", card)
        for read in (system.patron, system.loans, system.holds, system.fees):
            assert isinstance(await read(card), Refused)
        await system.place_hold("A1", "b5", card, "k")
    sent = [asked for asked in server.asked if asked.command in ("63", "23", "29", "15")]
    assert {asked.get("AA") for asked in sent} <= {"A1"}
    assert [asked for asked in sent if asked.get("AD") not in ("", "2468")] == []


async def test_a_pin_goes_into_a_check_alone_and_into_no_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = FakeSip2(shelf())
    with caplog.at_level(logging.DEBUG):
        async with _talking(server) as system:
            await _works(system)
            held = repr(vars(system)) + repr(vars(system._wire)) + repr(vars(system._requests))
    carried = [asked for asked in server.asked if "AD" in asked.fields]
    assert [asked.get("AD") for asked in carried] == ["2468"]
    assert "2468" not in caplog.text + held


async def test_paying_and_renewing_all_are_never_sent() -> None:
    server = FakeSip2(shelf())
    async with _talking(server) as system:
        await _works(system)
        await system.fees("FEES")
        await system.availability(["b1", "b4"])
    assert {asked.command for asked in server.asked} == {"93", "99", "63", "17", "29", "15"}


async def test_what_is_owed_but_not_told_is_not_nothing() -> None:
    server = FakeSip2(shelf(), Oddities(offers="YNNNNNNNNNNNNNNN"))
    async with _talking(server) as system:
        owed = await system.fees("FEES")
    assert isinstance(owed, Done)
    assert [fee.amount for fee in owed.value] == [60_000]


async def test_decomposed_names_are_composed() -> None:
    server = FakeSip2(shelf())
    account = server.shelf.accounts["pA1"]
    account.patron = replace(account.patron, name=unicodedata.normalize("NFD", "Nguyễn Thị Bưởi"))
    async with _talking(server) as system:
        patron = await system.patron("A1")
    assert isinstance(patron, Done)
    assert patron.value.name == "Nguyễn Thị Bưởi"


def _certificate(folder: Path, host: str) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    files = folder / f"{host}.pem", folder / f"{host}.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@pytest.mark.parametrize(("host", "trusted"), [("localhost", True), ("localhost", False),
                                               ("sip.example", True)])  # fmt: skip
async def test_tls_is_spoken_to_the_named_and_trusted_server_alone(
    tmp_path: Path, host: str, trusted: bool
) -> None:
    certificate, key = _certificate(tmp_path, host)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    async with FakeSip2(shelf()).serving(context) as port:
        where: Address = address(
            f"tls://localhost:{port}", authority=certificate if trusted else None
        )
        system = Sip2Library(
            where, Terminal("TV", USER, PASSWORD), FixedClock(NOON), MemoryJournal(), holdings(),
            branches=BRANCHES,
        )  # fmt: skip
        found = await system.check_card("A1", "2468")
        await system.close()
    assert isinstance(found, Done if trusted and host == "localhost" else Unavailable)
