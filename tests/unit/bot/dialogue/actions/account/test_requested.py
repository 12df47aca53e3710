"""Where the desk carries writes out, readers hear that it was asked for and by when, never done."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from library.model import Hold, Loan
from library.results import Done, Requested, WriteResult
from tests.fakes.library_system import FakeLibrary
from tests.fakes.rasa_dialogue import Conversation, shown
from tests.fakes.reading_room import library, services

PROMISED = date(2026, 11, 25)


class ByHand(FakeLibrary):
    """Writes become requests to a person; nobody knows a place in the queue."""

    async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
        found = await super().renew(patron_id, loan_id, key)
        return Requested(found.value, PROMISED, 1) if isinstance(found, Done) else found

    async def place_hold(
        self, patron_id: str, biblio_id: str, pickup_branch: str, key: str
    ) -> WriteResult[Hold]:
        return _asked(await super().place_hold(patron_id, biblio_id, pickup_branch, key))

    async def cancel_hold(self, patron_id: str, hold_id: str, key: str) -> WriteResult[Hold]:
        return _asked(await super().cancel_hold(patron_id, hold_id, key))


def _asked(found: WriteResult[Hold]) -> WriteResult[Hold]:
    if not isinstance(found, Done):
        return found
    return Requested(replace(found.value, position=None, placed=None), PROMISED, 2)


def _by_hand() -> ByHand:
    known = library()
    return ByHand(**{each.name: getattr(known, each.name) for each in fields(known) if each.init})


@pytest.mark.parametrize(
    ("intent", "text", "marked"),
    [
        ("renew_loan", "gia hạn hết giúp mình", {}),
        ("cancel_hold", "bỏ đặt trước hết giúp mình", {}),
        ("place_hold", "đặt trước Truyện Kiều ở Kỳ Anh", {"title": "Truyện Kiều"}),
    ],
)
async def test_what_a_person_will_do_is_never_called_done(
    intent: str, text: str, marked: dict[str, str]
) -> None:
    talk = Conversation(services(_by_hand()), patron_id="pA")
    await talk.say(text, intent, marked)
    told = await talk.say("ừ", "affirm")
    assert set(told.acts) == {"requested"}
    assert "25/11" in shown(told)
    assert not any(done in shown(told) for done in ("Đã gia hạn", "Đã đặt", "Đã bỏ"))


async def test_a_place_that_nobody_knows_is_not_told() -> None:
    system = library()
    system.open_holds = [replace(hold, position=None, placed=None) for hold in system.open_holds]
    listed = await Conversation(services(system), patron_id="pA").say("đang đặt gì", "view_holds")
    assert "Đang chờ" in shown(listed)
    assert "None" not in shown(listed)
    assert "trong hàng" not in shown(listed)


async def test_a_copy_of_which_nobody_knows_is_neither_in_nor_out() -> None:
    system = library()
    system.items = [replace(item, status="unknown", due=None) for item in system.items]
    talk = Conversation(services(system), patron_id="pA")
    told = await talk.say("còn cuốn Số đỏ không", "check_availability", {"title": "Số đỏ"})
    assert "chưa biết" in shown(told)
    assert "chưa có bản nào" not in shown(told)
