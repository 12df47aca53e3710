"""Whole conversations over the fakes: every form, its interruptions, and the memory of a list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes.rasa_dialogue import Conversation, shown
from tests.fakes.reading_room import CATALOGUE, library, services
from tests.fakes.searcher import FakeSearcher


async def test_a_book_is_found_looked_at_and_its_place_told() -> None:
    talk = Conversation(services())
    found = await talk.say("có sách nào của Nguyễn Nhật Ánh không", "find_book",
                           {"author": "Nguyễn Nhật Ánh"})  # fmt: skip
    assert found.acts == ("works_listed",)
    assert "Mắt biếc" in shown(found)
    detail = await talk.say("xem cuốn thứ hai", "show_details")
    assert detail.acts == ("work_detailed",)
    assert "tuổi thơ" in shown(detail)
    told = await talk.say("có cuốn Số đỏ ở kệ nào", "check_availability", {"title": "Số đỏ"})
    assert told.acts == ("availability_told",)
    assert "Kho mượn, tầng 1" in shown(told)


async def test_the_last_person_and_the_last_query_are_remembered() -> None:
    talk = Conversation(services())
    await talk.say("sách Mắt biếc", "find_book", {"title": "Mắt biếc"})
    more = await talk.say("của ông ấy còn gì nữa", "refine_search")
    assert "tuổi thơ" in shown(more)
    narrowed = await talk.say("chỉ lấy sau 2015", "refine_search")
    assert "Mắt biếc" in shown(narrowed)
    assert "tuổi thơ" not in shown(narrowed)


async def test_what_the_catalogue_lacks_is_said_and_may_be_proposed() -> None:
    talk = Conversation(services())
    no = await talk.say("có Harry Potter không", "find_book", {"title": "Harry Potter"})
    assert no.acts == ("nothing_found",)
    wish = await talk.press("Đề nghị mua")
    assert wish.acts == ("purchase_suggested",)
    assert wish.effects.notes[0].text == "Harry Potter"


async def test_a_title_the_catalogue_lacks_is_not_answered_with_one_of_its_words() -> None:
    no = await Conversation(services()).say(
        "có cuốn Tắt lửa lòng không", "find_book", {"title": "Tắt lửa lòng"}
    )
    assert no.acts == ("nothing_found",)


async def test_what_is_in_now_is_not_claimed_when_nobody_can_tell() -> None:
    blind = replace(services(), searcher=FakeSearcher(CATALOGUE, blind=True))
    listed = await Conversation(blind).say(
        "sách của Nguyễn Nhật Ánh còn trên kệ", "find_book", {"author": "Nguyễn Nhật Ánh"}
    )
    assert listed.acts == ("works_listed",)
    assert "Mắt biếc" in shown(listed) and "hỏi thủ thư" in shown(listed)


async def test_an_account_needs_a_link_and_says_why() -> None:
    talk = Conversation(services())
    for intent in ("view_loans", "renew_loan", "view_fines", "place_hold", "view_holds",
                   "cancel_hold"):  # fmt: skip
        answer = await talk.say("xem giúp mình", intent)
        assert answer.acts == ("link_offered",)
        assert answer.replies[0].buttons[0].url == "https://thu-vien.example/lien-ket#c1"
        assert talk.form is None


async def test_one_loan_is_renewed_after_a_yes() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pA")
    asked = await talk.say("gia hạn cuốn Tắt đèn", "renew_loan", {"title": "Tắt đèn"})
    assert asked.acts == ("asked_confirm",)
    assert "28/11/2026" in shown(asked)
    assert system.writes == []
    done = await talk.say("ừ", "affirm")
    assert done.acts == ("renewed",)
    assert "thứ Bảy, 12/12/2026" in shown(done)
    assert talk.form is None
    assert system.writes == [("t2:renew:l1", "renew pA l1")]


async def test_a_repeated_yes_writes_once_and_says_the_same() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pA")
    await talk.say("gia hạn cuốn Tắt đèn", "renew_loan", {"title": "Tắt đèn"})
    first = await talk.say("ừ", "affirm")
    second = await talk.say("ừ", "affirm", again=True)
    assert second.replies == first.replies
    assert len(system.writes) == 1


@pytest.mark.parametrize(
    ("text", "renewed"),
    [
        ("gia hạn hết luôn", {"l1", "l2", "l3"}),
        ("gia hạn hết trừ cuốn Tắt đèn", {"l2", "l3"}),
        ("gia hạn cuốn Số đỏ với Mắt biếc", {"l2", "l3"}),
        ("cuốn thứ hai", {"l2"}),
        ("cuốn cuối", {"l3"}),
    ],
)
async def test_loans_are_named_many_ways(text: str, renewed: set[str]) -> None:
    talk = Conversation(services(), patron_id="pA")
    await talk.say("mình mượn gì rồi", "view_loans")
    await talk.say(text, "renew_loan")
    assert set(talk.slots["renew_loans"]) == renewed


async def test_a_form_survives_a_question_in_its_middle() -> None:
    talk = Conversation(services(), patron_id="pA")
    asked = await talk.say("gia hạn giúp mình", "renew_loan")
    assert asked.acts == ("asked_slot",)
    assert "Tắt đèn" in shown(asked)
    between = await talk.say("mấy giờ mở cửa nhỉ", "opening_hours")
    assert between.acts == ("info_told", "asked_slot")
    assert "Quay lại việc gia hạn" in between.replies[1].text
    chosen = await talk.say("Số đỏ", "find_book")
    assert chosen.acts == ("asked_confirm",)
    assert (await talk.say("ok làm đi", "affirm")).acts == ("renewed",)


@pytest.mark.parametrize("intent", ["cancel", "deny"])
async def test_a_form_is_left_at_a_word(intent: str) -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pA")
    await talk.say("gia hạn giúp mình", "renew_loan")
    left = await talk.say("thôi khỏi", intent)
    assert left.acts == ("cancelled",)
    assert talk.form is None
    assert (await talk.say("ừ", "affirm")).acts == ("helped",)
    assert system.writes == []


async def test_a_no_at_the_end_writes_nothing() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pA")
    await talk.say("gia hạn Tắt đèn", "renew_loan")
    assert (await talk.say("thôi", "deny")).acts == ("cancelled",)
    assert system.writes == []


async def test_a_no_may_name_another_loan() -> None:
    talk = Conversation(services(), patron_id="pA")
    await talk.say("gia hạn Tắt đèn", "renew_loan")
    again = await talk.say("không, cuốn Số đỏ cơ", "deny")
    assert again.acts == ("asked_confirm",)
    assert "Số đỏ" in shown(again)


async def test_a_second_task_replaces_the_first() -> None:
    talk = Conversation(services(), patron_id="pA")
    await talk.say("gia hạn giúp mình", "renew_loan")
    hold = await talk.say("à đặt trước cuốn Truyện Kiều đã", "place_hold", {"title": "Truyện Kiều"})
    assert hold.acts == ("asked_slot",)
    assert talk.form == "hold_form"


async def test_a_hold_is_placed_step_by_step() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pONE")
    where = await talk.say("đặt trước Số đỏ cho mình", "place_hold", {"title": "Số đỏ"})
    assert where.acts == ("asked_slot",)
    confirm = await talk.press("Chi nhánh Kỳ Anh")
    assert confirm.acts == ("asked_confirm",)
    assert "Kỳ Anh" in shown(confirm)
    placed = await talk.say("vâng", "affirm")
    assert placed.acts == ("hold_placed",)
    assert system.writes == [("t3:hold:w2@KYANH", "hold pONE w2 KYANH")]


@pytest.mark.parametrize(
    ("patron", "title", "reason"),
    [
        ("pFEES", "Số đỏ", "60.000 đồng"),
        ("pOLD", "Số đỏ", "hết hạn"),
        ("pA", "Tắt đèn", "đang mượn"),
        ("pA", "Dế Mèn phiêu lưu ký", "đang có trong danh sách đặt trước"),
        ("pA", "Địa chí huyện Nghi Xuân", "đọc tại chỗ"),
    ],
)
async def test_a_refused_hold_says_why(patron: str, title: str, reason: str) -> None:
    talk = Conversation(services(), patron_id=patron)
    await talk.say(f"đặt trước {title} ở Kỳ Anh", "place_hold", {"title": title})
    refused = await talk.say("ừ", "affirm")
    assert refused.acts == ("hold_refused",)
    assert reason in shown(refused)


@pytest.mark.parametrize(
    ("patron", "reason"),
    [("pFEES", "60.000 đồng"), ("pOLD", "hết hạn"), ("pLATE", "12 ngày")],
)
async def test_a_refused_renewal_says_why(patron: str, reason: str) -> None:
    talk = Conversation(services(), patron_id=patron)
    await talk.say("gia hạn giúp mình", "renew_loan")
    refused = await talk.say("ừ", "affirm")
    assert refused.acts == ("renewal_refused",)
    assert reason in shown(refused)


async def test_an_unconfirmed_renewal_is_never_called_done() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pONE")
    await talk.say("gia hạn", "renew_loan")
    system.trouble = "unconfirmed"
    doubt = await talk.say("ừ", "affirm")
    assert "renewed" not in doubt.acts
    assert "Đã gia hạn" not in shown(doubt)
    assert "đang kiểm tra" in shown(doubt)
    assert doubt.effects.handoff is not None
    assert doubt.effects.handoff.reason == "unconfirmed_write"


async def test_a_library_system_that_is_down_is_said_to_be() -> None:
    system = library()
    system.trouble = "unavailable"
    talk = Conversation(services(system), patron_id="pA")
    for intent in ("view_loans", "renew_loan", "view_fines", "view_holds", "cancel_hold"):
        answer = await talk.say("xem giúp", intent)
        assert answer.acts == ("failed",)
        assert talk.form is None
    assert (await talk.say("Số đỏ còn không", "check_availability", {"title": "Số đỏ"})).acts == (
        "failed",
    )
    assert (await talk.say("tìm Số đỏ", "find_book", {"title": "Số đỏ"})).acts == ("works_listed",)


async def test_a_hold_is_given_up_after_a_yes() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pA")
    listed = await talk.say("mình đặt cuốn nào rồi", "view_holds")
    assert listed.acts == ("holds_listed",)
    asked = await talk.say("bỏ cuốn thứ hai đi", "cancel_hold")
    assert asked.acts == ("asked_confirm",)
    assert (await talk.say("đúng rồi", "affirm")).acts == ("hold_cancelled",)
    assert system.writes == [("t3:cancel_hold:h2", "cancel pA h2")]


async def test_anothers_loan_or_hold_is_out_of_reach() -> None:
    system = library()
    talk = Conversation(services(system), patron_id="pONE")
    await talk.say('/renew_loan{"loan_id": "l1"}', "renew_loan", {"loan_id": "l1"})
    assert talk.slots["renew_loans"] is None
    hold = Conversation(services(system), patron_id="pONE")
    answer = await hold.say('/cancel_hold{"hold_id": "h1"}', "cancel_hold", {"hold_id": "h1"})
    assert answer.acts == ("holds_listed",)
    assert system.writes == []


async def test_fines_are_summed() -> None:
    talk = Conversation(services(), patron_id="pLATE")
    told = await talk.say("mình có bị phạt không", "view_fines")
    assert told.acts == ("fines_told",)
    assert "12.000 đồng" in shown(told)
    none = await Conversation(services(), patron_id="pA").say("phạt không", "view_fines")
    assert "không nợ" in shown(none)
