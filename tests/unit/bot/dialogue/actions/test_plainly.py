"""What a reader asked for is answered, or said plainly not to be there."""

from __future__ import annotations

import pytest

from bot.dialogue.actions.catalogue.titles import alike
from tests.fakes.rasa_dialogue import Conversation
from tests.fakes.reading_room import services


async def test_a_name_the_catalogue_lacks_is_no_list_of_other_works() -> None:
    """Nothing was recognised as a title: the words of the message alone are searched."""
    no = await Conversation(services()).say("Tình trong một tuổi thơ có không", "find_book")
    assert no.acts == ("nothing_found",)
    assert any("mua" in button.title for button in no.replies[0].buttons)


async def test_what_is_about_something_is_still_listed() -> None:
    found = await Conversation(services()).say("có sách về trồng trọt không", "find_book")
    assert found.acts == ("works_listed",)


async def test_this_book_without_a_book_before_is_asked_after() -> None:
    asked = await Conversation(services()).say("sách này ở đâu", "check_availability")
    assert asked.acts == ("asked_slot",)


async def test_a_title_seen_in_a_doubted_message_is_looked_up() -> None:
    found = await Conversation(services()).say(
        "hấn có tắt đèn chi nớ", "nlu_fallback", {"title": "tắt đèn"}
    )
    assert found.acts == ("works_listed",)


async def test_two_services_in_one_message_are_both_told() -> None:
    told = await Conversation(services()).say("có wifi không, photo ở đâu vậy", "services")
    assert "wifi" in told.replies[0].text.lower()
    assert "photo" in told.replies[0].text.lower() or "sao chụp" in told.replies[0].text.lower()


@pytest.mark.parametrize("asked", ["tết này thư viện nghỉ mấy ngày", "tết có mở cửa không"])
async def test_a_closure_is_told_as_one_span_with_the_day_after(asked: str) -> None:
    told = await Conversation(services()).say(asked, "opening_hours")
    text = told.replies[0].text
    assert "từ thứ Năm, 4/2/2027 đến hết thứ Sáu, 12/2/2027" in text
    assert "thứ Bảy, 13/2/2027" in text


@pytest.mark.parametrize(
    ("asked", "other", "slip"),
    [
        ("Muôn kiếp nhân sinh", "Truyện Kiều: nguồn gốc, cốt truyện và tiếp nhận", False),
        ("Số đỏ", "Số dỏ", True),
        ("Mát biêc", "Mắt biếc", True),
        ("Nguyễn Nhật Anh", "Nguyễn Nhật Ánh", True),
    ],
)
def test_a_suggestion_must_be_a_spelling_of_what_was_asked(
    asked: str, other: str, slip: bool
) -> None:
    assert alike(asked, other) is slip
