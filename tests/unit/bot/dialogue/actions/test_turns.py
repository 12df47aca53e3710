"""Reference questions, people, privacy, and turns between tasks."""

from __future__ import annotations

import pytest

from tests.fakes.rasa_dialogue import Conversation, shown
from tests.fakes.reading_room import EVENING, library, services


async def test_an_answer_stands_on_a_page_that_can_be_opened() -> None:
    talk = Conversation(services())
    told = await talk.say("Nguyễn Công Trứ sinh năm nào", "ask_reference")
    assert told.acts == ("answered",)
    cited = told.replies[0].citations[0]
    assert (cited.work_id, cited.page) == ("t1", 37)
    assert cited.url.startswith("https://thu-vien.example/xem/t1/37?cau=Nguy%E1%BB%85n")
    assert told.replies[0].buttons[0].url == cited.url
    again = await talk.say("thế ông ấy mất năm nào", "ask_reference")
    assert "1858" in shown(again)


async def test_a_text_read_on_site_has_no_page_to_open() -> None:
    told = await Conversation(services()).say(
        "khởi nghĩa Hương Khê do ai lãnh đạo", "ask_reference"
    )
    assert told.replies[0].citations[0].url == ""
    assert all(b.url is None for b in told.replies[0].buttons)
    assert "đọc tại chỗ" in shown(told)


async def test_what_the_texts_do_not_tell_goes_to_a_librarian_on_a_yes() -> None:
    talk = Conversation(services())
    no = await talk.say("dân số sao Hỏa là bao nhiêu người", "ask_reference")
    assert no.acts == ("answer_not_found",)
    sent = await talk.say("ừ gửi đi", "affirm")
    assert sent.acts == ("handed_over",)
    assert sent.effects.handoff is not None
    assert sent.effects.handoff.reason == "not_in_texts"
    assert "sao Hỏa" in sent.effects.handoff.summary


async def test_out_of_hours_a_ticket_promises_the_next_working_day() -> None:
    talk = Conversation(services(at=EVENING))
    ticket = await talk.say("cho mình gặp thủ thư", "ask_librarian")
    assert ticket.acts == ("handed_over", "ticket_opened")
    assert "7:30, thứ Tư, 25/11/2026" in shown(ticket)


async def test_twice_unsure_offers_a_librarian() -> None:
    talk = Conversation(services())
    first = await talk.say("blah xyz", "nlu_fallback", ranking=("view_fines", "renew_loan"))
    assert first.acts == ("asked_meaning",)
    assert [b.title for b in first.replies[0].buttons][:2] == ["Phí, tiền phạt", "Gia hạn sách"]
    second = await talk.say("blah xyz nữa", "nlu_fallback")
    assert "asked_confirm" in second.acts
    handed = await talk.say("ừ", "affirm")
    assert handed.effects.handoff is not None
    assert handed.effects.handoff.reason == "two_failures"


async def test_a_doubt_is_forgotten_after_an_understood_turn() -> None:
    talk = Conversation(services())
    await talk.say("blah xyz", "nlu_fallback")
    await talk.say("mấy giờ mở cửa", "opening_hours")
    assert (await talk.say("blah xyz", "nlu_fallback")).acts == ("asked_meaning",)


async def test_a_bare_title_is_understood_without_an_intent() -> None:
    found = await Conversation(services()).say("số đỏ", "nlu_fallback")
    assert found.acts == ("works_listed",)


async def test_erasing_is_asked_first_and_lapses_when_something_else_is_said() -> None:
    talk = Conversation(services())
    asked = await talk.say("xoá dữ liệu của tôi đi", "privacy")
    assert asked.acts == ("privacy_told", "asked_confirm")
    await talk.say("mấy giờ mở cửa", "opening_hours")
    lapsed = await talk.say("ừ", "affirm")
    assert not lapsed.effects.erase
    await talk.say("xoá dữ liệu của tôi đi", "privacy")
    erased = await talk.say("ừ", "affirm")
    assert erased.acts == ("erased",)
    assert erased.effects.erase


async def test_a_complaint_is_recorded_and_a_person_offered() -> None:
    talk = Conversation(services())
    bad = await talk.say("thái độ phục vụ kém quá", "feedback")
    assert bad.acts == ("feedback_taken", "asked_confirm")
    assert bad.effects.handoff is None
    assert bad.effects.notes[0].text == "thái độ phục vụ kém quá"
    handed = await talk.say("ừ", "affirm")
    assert handed.effects.handoff is not None
    assert handed.effects.handoff.reason == "complaint"


async def test_praise_is_passed_on_and_a_bare_wish_to_speak_is_asked_for_more() -> None:
    talk = Conversation(services())
    good = await talk.say("thư viện phục vụ tuyệt vời", "feedback")
    assert good.acts == ("feedback_taken",)
    assert good.effects.handoff is None
    asked = await talk.say("cho mình góp ý chút", "feedback")
    assert asked.acts == ("asked_slot",)
    taken = await talk.say("nên mở thêm buổi tối", "out_of_scope")
    assert taken.acts == ("feedback_taken",)
    assert taken.effects.notes[0].text == "nên mở thêm buổi tối"


async def test_a_wish_without_a_title_is_asked_for_it() -> None:
    talk = Conversation(services())
    asked = await talk.say("đề nghị thư viện mua sách", "suggest_purchase")
    assert asked.acts == ("asked_slot",)
    taken = await talk.say("Sapiens của Harari", "find_book")
    assert taken.acts == ("purchase_suggested",)
    assert taken.effects.notes[0].text == "Sapiens của Harari"


async def test_an_elder_is_spoken_to_as_one() -> None:
    talk = Conversation(services())
    await talk.say("cô ơi cho bác hỏi mấy giờ mở cửa", "opening_hours")
    assert talk.slots["address"] == "bác"
    left = await talk.say("cảm ơn", "goodbye")
    assert "bác" in shown(left)


async def test_unlinking_drops_what_was_read_of_the_account() -> None:
    talk = Conversation(services(), patron_id="pA")
    await talk.say("mình mượn gì", "view_loans")
    gone = await talk.say("gỡ thẻ", "unlink_account")
    assert gone.effects.unlink
    assert talk.slots["last_loans"] is None


async def test_a_person_asked_for_in_small_letters_is_remembered_by_name() -> None:
    talk = Conversation(services())
    await talk.say("nguyen cong tru sinh nam nao", "ask_reference")
    assert talk.slots["last_person"] == "Nguyễn Công Trứ"


async def test_a_general_question_gets_the_general_rule() -> None:
    """`mượn` folds like `muộn`, the keyword of the rule on overdue books."""
    told = await Conversation(services()).say("mình muốn mượn sách", "borrowing_rules")
    assert "tối đa 5 cuốn" in shown(told)


async def test_the_loan_due_soonest_needs_no_title() -> None:
    talk = Conversation(services(), patron_id="pA")
    asked = await talk.say("gia hạn cuốn sắp hết hạn nhất", "renew_loan", {"ordinal": "all"})
    assert asked.acts == ("asked_confirm",)
    assert talk.slots["renew_loans"] == ["l1"]


async def test_another_task_in_the_middle_of_a_hold_is_no_answer_to_it() -> None:
    talk = Conversation(services(), patron_id="pA")
    await talk.say("sách của Nguyễn Nhật Ánh", "find_book", {"author": "Nguyễn Nhật Ánh"})
    talk.slots["last_work"] = None
    talk.slots["last_list"] = []
    await talk.say("đặt trước giúp mình", "place_hold")
    other = await talk.say("bỏ đặt cuốn đó đi", "cancel_hold")
    assert talk.form == "cancel_hold_form"
    assert other.acts == ("asked_slot",)


async def test_more_of_nothing_is_asked_about() -> None:
    asked = await Conversation(services()).say("xem thêm", "more_results")
    assert asked.acts == ("asked_slot",)


async def test_new_books_are_paged() -> None:
    talk = Conversation(services())
    await talk.say("có sách gì mới", "new_arrivals")
    first = set(talk.slots["last_list"])
    more = await talk.press("Xem thêm")
    assert more.acts == ("works_listed",)
    assert not first & set(talk.slots["last_list"])


async def test_a_person_is_reached_in_every_state() -> None:
    starts = (
        ("gia hạn", "renew_loan"),
        ("đặt trước", "place_hold"),
        ("bỏ đặt trước", "cancel_hold"),
        ("đề nghị mua sách", "suggest_purchase"),
        ("góp ý", "feedback"),
        ("xoá dữ liệu của tôi", "privacy"),
        ("blah xyz", "nlu_fallback"),
    )
    for text, intent in starts:
        talk = Conversation(services(), patron_id="pA")
        await talk.say(text, intent)
        handed = await talk.say("cho gặp thủ thư", "ask_librarian")
        assert handed.effects.handoff is not None, intent
        assert talk.form is None


@pytest.mark.parametrize("trouble", ["unconfirmed", "unavailable"])
@pytest.mark.parametrize(
    ("text", "intent", "entities", "claims"),
    [
        ("gia hạn Tắt đèn", "renew_loan", {"title": "Tắt đèn"}, "Đã gia hạn"),
        ("đặt trước Truyện Kiều ở Kỳ Anh", "place_hold", {"title": "Truyện Kiều"}, "Đã đặt trước"),
        ("bỏ đặt Dế Mèn phiêu lưu ký", "cancel_hold", {}, "Đã bỏ đặt"),
    ],
)
async def test_no_write_is_claimed_that_was_not_confirmed(
    trouble: str, text: str, intent: str, entities: dict[str, str], claims: str
) -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pA")
    assert (await talk.say(text, intent, entities)).acts == ("asked_confirm",)
    system.trouble = trouble  # type: ignore[assignment]
    told = await talk.say("ừ", "affirm")
    assert "failed" in told.acts
    assert claims not in shown(told)
    assert (told.effects.handoff is not None) == (trouble == "unconfirmed")
    assert system.writes == []
