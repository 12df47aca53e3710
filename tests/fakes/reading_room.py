"""A small library to converse with: a catalogue, texts, patrons, and the demo's facts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from bot.dialogue import replies
from bot.dialogue.actions.services import Services
from clock import HANOI, FixedClock
from library import facts
from library.model import Branch, Fee, Hold, Item, Loan, Patron
from retrieval.model import Passage, Work
from tests.fakes.library_system import FakeAccount, FakeLibrary
from tests.fakes.searcher import FakeSearcher

TODAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)
EVENING = datetime(2026, 11, 23, 20, 0, tzinfo=HANOI)
FACTS = facts.load(Path("demo/library"))

CATALOGUE = (
    Work("w1", "Tắt đèn", authors=("Ngô Tất Tố",), publisher="Văn học", year=2014,
         subjects=("Văn học Việt Nam",), added="2026-09-01"),
    Work("w2", "Số đỏ", authors=("Vũ Trọng Phụng",), publisher="Văn học", year=2016,
         subjects=("Văn học Việt Nam",), isbn=("9786049540233",), added="2026-08-01"),
    Work("w3", "Truyện Kiều", authors=("Nguyễn Du",), publisher="Kim Đồng", year=2019,
         subjects=("Truyện thơ Nôm",), added="2026-10-01"),
    Work("w4", "Nguyễn Du niên phổ và tác phẩm", authors=("Nguyễn Thạch Giang",), year=2001,
         subjects=("Nguyễn Du", "Văn học Việt Nam"), added="2026-07-01"),
    Work("w5", "Mắt biếc", authors=("Nguyễn Nhật Ánh",), publisher="Trẻ", year=2018,
         subjects=("Truyện dài",), audience="teens", added="2026-11-01"),
    Work("w6", "Cho tôi xin một vé đi tuổi thơ", authors=("Nguyễn Nhật Ánh",), publisher="Trẻ",
         year=2012, subjects=("Truyện dài",), audience="teens", added="2026-11-02"),
    Work("w7", "Kỹ thuật trồng bưởi Phúc Trạch", authors=("Lê Văn Bình",), year=2020,
         subjects=("Trồng trọt", "Cây ăn quả"), audience="beginners", added="2026-11-10"),
    Work("w8", "Địa chí huyện Nghi Xuân", authors=("Nhiều tác giả",), year=1998, local_history=True,
         subjects=("Địa chí", "Nghi Xuân"), added="2026-05-01"),
    Work("w9", "English for beginners", authors=("John Smith",), year=2015, language="eng",
         subjects=("Tiếng Anh",), added="2026-04-01"),
    Work("w10", "Dế Mèn phiêu lưu ký", authors=("Tô Hoài",), publisher="Kim Đồng", year=2017,
         subjects=("Truyện thiếu nhi",), audience="children", added="2026-03-01"),
    Work("w11", "Bên nhau trọn đời: Nguyễn Du trong lòng tôi", authors=("Trần Thị A",), year=2021,
         subjects=("Nguyễn Du",), added="2026-02-01"),
)  # fmt: skip
TEXTS = (
    Passage("p1", "t1", "Danh nhân Hà Tĩnh", "Nhiều tác giả", 37,
            "Nguyễn Công Trứ sinh năm 1778 tại huyện Quỳnh Côi. "
            "Nguyễn Công Trứ mất năm 1858 tại Uy Viễn."),
    Passage("p2", "t2", "Khởi nghĩa Hương Khê", "Đinh Xuân Lâm", 12,
            "Khởi nghĩa Hương Khê do Phan Đình Phùng lãnh đạo từ năm 1885", rights="on_site"),
)  # fmt: skip
PLACES = tuple(Branch(b.code, b.name) for b in FACTS.branches)


def library() -> FakeLibrary:
    """`pA` has three renewable loans, a hold waiting and one ready; the others a trouble each."""
    system = FakeLibrary(TODAY, places=PLACES, titles={w.id: w.title for w in CATALOGUE})
    for card in ("A", "FEES", "OLD", "LATE", "EMPTY", "ONE"):
        expires = TODAY + timedelta(days=-10 if card == "OLD" else 200)
        patron = Patron(f"p{card}", card, f"Bạn đọc {card}", expires, "TRUNGTAM")
        system.accounts[patron.id] = FakeAccount(patron)
    system.accounts["pFEES"].fees = (Fee("Mất sách", 60_000, date(2026, 10, 1)),)
    system.open_loans += [
        _loan("l1", "pA", "w1", 5), _loan("l2", "pA", "w2", 9), _loan("l3", "pA", "w5", 12),
        _loan("l4", "pFEES", "w3", 3), _loan("l5", "pOLD", "w3", 3),
        _loan("l6", "pLATE", "w3", -12), _loan("l7", "pONE", "w6", 4),
    ]  # fmt: skip
    system.open_holds += [
        _hold("h1", "pA", "w10"),
        Hold("h2", "pA", "w6", "Cho tôi xin một vé đi tuổi thơ", "KYANH", TODAY, "ready", 1,
             TODAY + timedelta(days=3)),
    ]  # fmt: skip
    system.items += [
        Item("i1", "w1", "TRUNGTAM", "MUON", "8(V) NGO", "on_loan", TODAY + timedelta(days=5)),
        Item("i2", "w2", "TRUNGTAM", "MUON", "8(V) VU", "available"),
        Item("i3", "w2", "KYANH", "MUON", "8(V) VU", "available"),
        Item("i4", "w3", "TRUNGTAM", "MUON", "8(V) NGU", "available"),
        Item("i8", "w8", "TRUNGTAM", "DIACHI", "9(V) DIA", "on_site"),
        Item("i10", "w10", "TRUNGTAM", "THIEUNHI", "8(V) TO", "available"),
    ]
    return system


def _loan(loan_id: str, patron: str, work: str, due_in: int, renewals: int = 0) -> Loan:
    title = next(w.title for w in CATALOGUE if w.id == work)
    due = TODAY + timedelta(days=due_in)
    return Loan(loan_id, patron, work, title, f"b{loan_id}", due, renewals, 2 - renewals)


def _hold(hold_id: str, patron: str, work: str) -> Hold:
    title = next(w.title for w in CATALOGUE if w.id == work)
    return Hold(hold_id, patron, work, title, "TRUNGTAM", TODAY, "waiting", 1)


def services(system: FakeLibrary | None = None, at: datetime = MORNING) -> Services:
    """All an action needs, over the fakes."""

    async def link(conversation_id: str, asked: str) -> str:
        return f"https://thu-vien.example/lien-ket#{conversation_id}"

    return Services(
        searcher=FakeSearcher(CATALOGUE, TEXTS),
        library=system or library(),
        facts_now=lambda: FACTS,
        clock=FixedClock(at),
        public_url="https://thu-vien.example",
        replies=replies.load(),
        link_offer=link,
    )
