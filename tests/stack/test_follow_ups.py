"""Conversations whose second message leans on the first, through the whole assistant."""

from __future__ import annotations

from typing import Any

import pytest

from evaluation.assistant_fixture import AssistantFixture
from evaluation.dialogues import shown_text

pytestmark = pytest.mark.stack


def talk(started: AssistantFixture, *texts: str, **setup: Any) -> dict[str, Any]:
    """The answer to the last of the messages."""
    answer: dict[str, Any] = {}
    conversation = None
    for text in texts:
        answer = started.say(text, conversation, setup)
        conversation = answer["conversation"]
    assert answer["degraded"] is None
    return answer


@pytest.mark.parametrize(
    ("texts", "mentions"),
    [
        (("Nguyễn Du sinh năm nào", "quê ở đâu"), "Tiên Điền"),
        (("Nguyễn Du sinh năm nào", "que o dau"), "Tiên Điền"),
        (("Nguyễn Du sinh năm nào", "thế Nguyễn Công Trứ thì sao"), "1778"),
        (("Nguyễn Du sinh năm nào", "nguồn ở đâu vậy"), "trang 1"),
        (("thứ 7 tuần sau thư viện có mở cửa không", "thế chủ nhật"), "6/12/2026"),
        (("thứ bảy này có sự kiện gì", "có mất phí không"), "không ghi phí"),
        (("mình muốn làm thẻ cho con học lớp 2", "cần mang gì"), "giấy khai sinh"),
        (("làm thẻ thư viện thế nào", "nhắc lại giùm"), "căn cước"),
    ],
)
def test_the_second_message_is_understood_by_the_first(
    started: AssistantFixture, texts: tuple[str, ...], mentions: str
) -> None:
    assert mentions in shown_text(talk(started, *texts))


def test_a_why_after_a_refusal_is_told_from_the_refusal(started: AssistantFixture) -> None:
    refused = talk(started, "gia hạn hết giúp mình", "ừ", card="HT000002")
    why = started.say("cớ chi mà không được", refused["conversation"], {})
    assert "reason_told" in why["acts"]


def test_what_was_asked_in_a_form_is_asked_again_after_the_answer(
    started: AssistantFixture,
) -> None:
    told = talk(started, "đặt trước Lão Hạc nhận ở Kỳ Anh", "có mấy bản", card="HT000001")
    assert {"availability_told", "asked_confirm"} <= set(told["acts"])


def test_a_first_message_is_read_as_ever(started: AssistantFixture) -> None:
    assert talk(started, "nguồn ở đâu vậy")["intent"] != "ask_source"
