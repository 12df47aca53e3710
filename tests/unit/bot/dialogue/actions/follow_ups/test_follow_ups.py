"""Answers to what leans on something shown: the files, the record, the refusal's reason."""

from __future__ import annotations

import pytest

from bot.dialogue.memory import Memory
from bot.dialogue.port import TurnResult
from tests.fakes.rasa_dialogue import Conversation, shown
from tests.fakes.reading_room import services


async def then(
    first: tuple[str, str], text: str, intent: str, patron_id: str | None = None, **payload: str
) -> tuple[TurnResult, TurnResult]:
    """A first message, then what leans on it."""
    talk = Conversation(services(), patron_id=patron_id)
    before = await talk.say(*first)
    talk.memory = Memory((), before.replies).after(before.seen)
    return before, await talk.lean(text, intent, payload)


EVENTS = ("thứ bảy này có sự kiện gì", "events")


@pytest.mark.parametrize(
    ("aspect", "said"),
    [
        ("when", "9:00"),
        ("where", "Phòng Thiếu nhi"),
        ("whom", "thiếu nhi"),
        ("again", "hằng tuần"),
        ("price", "không ghi phí"),
        ("signup", "không ghi việc đăng ký"),
    ],
)
async def test_an_event_is_told_from_the_librarys_files(aspect: str, said: str) -> None:
    _, told = await then(EVENTS, "buổi kể chuyện", "ask_detail", about="event", aspect=aspect)
    assert said in shown(told)


@pytest.mark.parametrize(
    ("aspect", "said"),
    [("bring", "căn cước"), ("price", "30.000"), ("long", "15 phút"), ("online", "chưa ghi")],
)
async def test_a_rule_is_told_by_the_sentence_that_tells_it(aspect: str, said: str) -> None:
    first = ("làm thẻ thế nào", "card_registration")
    _, told = await then(first, "còn việc ấy", "ask_detail", about="topic", aspect=aspect)
    assert said in shown(told)


async def test_days_late_are_reckoned_by_the_rule() -> None:
    first = ("quá hạn thì phạt thế nào", "borrowing_rules")
    text = "thế 10 ngày 2 cuốn thì hết bao nhiêu tiền"
    _, told = await then(first, text, "ask_detail", about="topic", aspect="price")
    assert "20.000 đồng" in shown(told)


@pytest.mark.parametrize(
    ("aspect", "said"),
    [("year", "2014"), ("publisher", "Văn học"), ("pages", "chưa ghi số trang")],
)
async def test_a_work_is_told_from_its_record(aspect: str, said: str) -> None:
    first = ("có cuốn Tắt đèn không", "find_book")
    _, told = await then(first, "x", "ask_detail", about="work", aspect=aspect, work_id="w1")
    assert said in shown(told)


async def test_the_source_is_the_work_and_the_page() -> None:
    first = ("Nguyễn Công Trứ sinh năm nào", "ask_reference")
    before, told = await then(first, "nguồn ở đâu", "ask_source")
    assert told.replies[0].citations == before.replies[0].citations
    assert "trang 37" in shown(told)


async def test_the_last_answer_is_said_again_with_its_cards() -> None:
    before, told = await then(EVENTS, "nhắc lại giùm", "repeat")
    assert told.replies[0].cards == before.replies[0].cards
    assert told.replies[0].text != before.replies[0].text


async def test_where_a_fee_is_paid() -> None:
    first = ("mình có nợ phí không", "view_fines")
    _, told = await then(first, "nộp chỗ nào", "ask_detail", "pFEES", about="fines", aspect="where")
    assert "60.000 đồng" in shown(told)
    assert "quầy" in shown(told)


async def test_a_refusals_reason_is_the_systems_own() -> None:
    talk = Conversation(services(), patron_id="pLATE")
    await talk.say("gia hạn", "renew_loan")
    refused = await talk.say("ừ", "affirm")
    assert "renewal_refused" in refused.acts
    talk.memory = Memory((), refused.replies).after(refused.seen)
    told = await talk.lean("cớ chi", "ask_reason", {})
    assert told.acts == ("reason_told",)
    assert "12 ngày" in shown(told)


@pytest.mark.parametrize("intent", ["ask_reason", "ask_detail", "ask_source", "repeat"])
async def test_with_nothing_shown_something_honest_is_said(intent: str) -> None:
    told = await Conversation(services()).say("vì sao", intent)
    assert told.replies
