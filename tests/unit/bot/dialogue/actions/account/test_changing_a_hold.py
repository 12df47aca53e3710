"""A hold about to be confirmed follows a change of mind, and is never placed on what was denied."""

from __future__ import annotations

from tests.fakes.rasa_dialogue import Conversation, shown
from tests.fakes.reading_room import library, services


async def _to_confirm(talk: Conversation) -> None:
    await talk.say("sách của Nguyễn Nhật Ánh", "find_book", {"author": "Nguyễn Nhật Ánh"})
    await talk.say("đặt trước cuốn Mắt biếc", "place_hold", {"title": "Mắt biếc"})
    answer = await talk.say("Kỳ Anh", "location_contact")
    if answer.acts != ("asked_confirm",):
        answer = await talk.say("nhận ở Kỳ Anh", "place_hold")
    assert answer.acts == ("asked_confirm",)


async def test_another_book_of_the_list_is_asked_about_instead() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pONE")
    await _to_confirm(talk)
    answer = await talk.say("à không, cuốn Cho tôi xin một vé đi tuổi thơ cơ", "deny")
    assert answer.acts == ("asked_confirm",)
    assert "tuổi thơ" in shown(answer)
    assert system.writes == []


async def test_a_yes_with_another_branch_asks_again() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pONE")
    await _to_confirm(talk)
    answer = await talk.say("ừ nhưng nhận ở Hồng Lĩnh", "affirm")
    assert answer.acts == ("asked_confirm",)
    assert "Hồng Lĩnh" in shown(answer)
    assert system.writes == []


async def test_not_that_one_places_nothing() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pONE")
    await _to_confirm(talk)
    answer = await talk.say("đừng đặt cuốn Mắt biếc nữa", "place_hold", {"title": "Mắt biếc"})
    assert answer.acts == ("cancelled",)
    assert system.writes == []
