"""What is said of copies that the library's system does not tell of, and of when it is so."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

import pytest

from clock import HANOI
from library.holdings import HoldingsTable
from library.model import Loan
from library.none import NoLibrarySystem
from library.results import Done, ReadResult, Refused
from tests.fakes.library_system import FakeLibrary
from tests.fakes.rasa_dialogue import Conversation, shown
from tests.fakes.reading_room import CATALOGUE, FACTS, library, services

ASKED = ("còn cuốn Số đỏ không", "check_availability", {"title": "Số đỏ"})


async def test_a_work_that_the_system_does_not_know_is_told_by_its_record() -> None:
    system = library()
    system.items = [item for item in system.items if item.biblio_id != "w2"]
    told = await Conversation(services(system)).say(*ASKED)
    assert "chưa biết cuốn này đang ở trên kệ hay đã có người mượn" in shown(told)
    assert FACTS.contacts.phone in shown(told) or FACTS.branches[0].phone in shown(told)
    assert "chưa có bản nào" not in shown(told)


async def test_without_a_system_no_card_is_asked_for() -> None:
    talk = Conversation(services(NoLibrarySystem(HoldingsTable({}), FACTS)))  # type: ignore[arg-type]
    for words, intent in (("sách mình mượn", "view_loans"), ("liên kết thẻ", "link_account")):
        told = await talk.say(words, intent)
        assert "chưa nối hệ thống mượn trả" in shown(told)
        assert "lien-ket" not in shown(told)


@pytest.mark.parametrize(("code", "said"), [("card_lost", "báo mất"), ("unknown_patron", "gỡ")])
async def test_a_link_ends_with_its_card(code: str, said: str) -> None:
    class Ended(FakeLibrary):
        async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
            return Refused(code)  # type: ignore[arg-type]

    known = library()
    system = Ended(**{f.name: getattr(known, f.name) for f in fields(known) if f.init})
    told = await Conversation(services(system), patron_id="pA").say("đang mượn gì", "view_loans")
    assert said in shown(told)
    assert told.effects.unlink
    assert set(told.acts) == {"unlinked", "link_offered"}


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (datetime(2026, 11, 23, 5, 10, tzinfo=HANOI), "Theo số liệu sáng nay"),
        (datetime(2026, 11, 23, 13, 5, tzinfo=HANOI), "Theo số liệu lúc 13:05 hôm nay"),
        (datetime(2026, 11, 21, 23, 5, tzinfo=HANOI), "Theo số liệu ngày 21/11/2026"),
    ],
)
async def test_figures_of_an_export_say_of_when_they_are(as_of: datetime, said: str) -> None:
    class Nightly(FakeLibrary):
        async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
            found = await super().loans(patron_id)
            return replace(found, as_of=as_of) if isinstance(found, Done) else found

    known = library()
    system = Nightly(**{f.name: getattr(known, f.name) for f in fields(known) if f.init})
    told = await Conversation(services(system), patron_id="pA").say("đang mượn gì", "view_loans")
    assert said in shown(told)


async def test_a_digital_work_is_read_online() -> None:
    room = services()
    digital = next((w for w in CATALOGUE if w.format == "ebook"), None)
    if digital is None:
        digital = replace(CATALOGUE[0], format="ebook")
        room.searcher.catalogue = (digital, *CATALOGUE[1:])  # type: ignore[attr-defined]
        room.library.items.clear()  # type: ignore[attr-defined]
    title = {"title": digital.title}
    told = await Conversation(room).say(f"còn cuốn {digital.title} không", ASKED[1], title)
    assert "tài liệu số" in shown(told)
    assert "chưa có bản nào" not in shown(told)
