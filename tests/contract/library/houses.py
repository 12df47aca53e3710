"""The same small library in every implementation of the port, for its contract suite.

A new implementation adds a maker to `HOUSES`; its ids are its own, so the suite asks the house.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from clock import HANOI, FixedClock
from library import facts
from library.demo import SeedBiblio, SeedHold, SeedItem, SeedLoan, SeedPatron, open_demo, seed
from library.holdings import Holding, HoldingsTable
from library.journal import SqliteJournal
from library.koha import KohaLibrary, OAuth
from library.model import Branch
from library.port import LibrarySystem
from library.sip2 import Sip2Library, Terminal, address
from tests.fakes.koha import CLIENT, SECRET, FakeKoha
from tests.fakes.library_system import FakeLibrary
from tests.fakes.loopback import served
from tests.fakes.seeded_library import seeded
from tests.fakes.sip2 import PASSWORD, USER, FakeSip2

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


FACTS = facts.load(Path("demo/library"))


def shelf() -> FakeLibrary:
    return seeded(BIBLIOS, PATRONS, FACTS, TODAY)


@dataclass(frozen=True)
class House:
    """`patron` by card, `biblio` by number from 1; what is not there gets an id of nobody.

    `told_as`: the code of a refusal whose true reason this system does not tell.
    """

    system: LibrarySystem
    patron: Callable[[str], str]
    biblio: Callable[[int], str]
    loan_named: Callable[[str], str]
    told_as: Mapping[str, str] = field(default_factory=dict)
    counts_renewals: bool = True

    def code(self, code: str) -> str:
        return self.told_as.get(code, code)

    def loan(self, card: str, number: int = 1) -> str:
        return self.loan_named(f"{card}-{number}")


Maker = Callable[[Path], AbstractAsyncContextManager[House]]


def _plain(system: LibrarySystem) -> House:
    return House(system, lambda card: f"p{card}", lambda number: f"b{number}", str)


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[House]:
    path = folder / "library.sqlite"
    path.write_bytes(_seeded())
    yield _plain(open_demo(path, FixedClock(NOON), FACTS))


@asynccontextmanager
async def fake(_folder: Path) -> AsyncIterator[House]:
    yield _plain(shelf())


@asynccontextmanager
async def koha(folder: Path, fake_koha: FakeKoha | None = None) -> AsyncIterator[House]:
    """What went over the wire must fit the schema of our calls."""
    server = fake_koha or FakeKoha(shelf())
    clock = FixedClock(NOON)
    with served(server.app()) as address:
        journal = SqliteJournal(folder / "journal.sqlite")
        system = KohaLibrary(
            address, OAuth(CLIENT, SECRET, clock), clock, journal, reread_after=(0.0, 0.02)
        )
        yield House(
            system,
            lambda card: str(server.patrons.known(f"p{card}")),
            lambda number: str(server.biblios.known(f"b{number}")),
            lambda name: str(server.loans.known(name)),
        )
        await system.close()
    assert server.checked.violations == []


BRANCHES = tuple(Branch(b.code, b.name, b.phone) for b in FACTS.branches)


def holdings() -> HoldingsTable:
    """What the catalogue's records say of the same copies."""
    return HoldingsTable(
        {
            b.id: tuple(
                Holding(i.barcode, i.branch, i.shelf, i.call_number, b.on_site) for i in b.items
            )
            for b in BIBLIOS
        }
    )


@asynccontextmanager
async def sip2(folder: Path, fake_sip2: FakeSip2 | None = None) -> AsyncIterator[House]:
    """SIP2 tells neither how often a loan was renewed nor why a card is stopped."""
    server = fake_sip2 or FakeSip2(shelf())
    barcodes = {loan.id: loan.barcode for loan in server.shelf.open_loans}
    async with server.serving() as port:
        system = Sip2Library(
            address(f"tcp://127.0.0.1:{port}"),
            Terminal("TV", USER, PASSWORD),
            FixedClock(NOON),
            SqliteJournal(folder / "journal.sqlite"),
            holdings(),
            branches=BRANCHES,
            rules=FACTS.rules,
            reread_after=(0.0, 0.02),
        )
        yield House(
            system,
            lambda card: card,
            lambda number: f"b{number}",
            lambda name: barcodes.get(name, "none"),
            told_as={
                "too_many_renewals": "other",
                "on_site_only": "other",
                "card_expired": "restricted",
            },
            counts_renewals=False,
        )
        await system.close()


HOUSES: dict[str, Maker] = {"demo": demo, "fake": fake, "koha": koha, "sip2": sip2}
