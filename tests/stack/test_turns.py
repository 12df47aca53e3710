"""The whole assistant: a message in, through Rasa and the actions, an answer out."""

from __future__ import annotations

import httpx
import pytest

from evaluation.assistant_fixture import AssistantFixture

pytestmark = pytest.mark.stack


def test_a_reader_finds_books_by_author_without_accents(started: AssistantFixture) -> None:
    answer = started.say("tim sach cua nguyen nhat anh", None, {})
    assert answer["degraded"] is None
    assert answer["acts"] == ["works_listed"]
    assert "Nguyễn Nhật Ánh" in str(answer["replies"])


def test_a_linked_reader_sees_the_loans(started: AssistantFixture) -> None:
    answer = started.say("mình đang mượn những sách gì", None, {"card": "HT000001"})
    assert "loans_listed" in answer["acts"]
    assert "Tắt đèn" in str(answer["replies"])


def test_an_unlinked_reader_is_offered_the_linking_page(started: AssistantFixture) -> None:
    answer = started.say("gia hạn sách giúp mình", None, {})
    assert "/lien-ket#" in str(answer["replies"])


def test_the_widget_gets_its_answer(started: AssistantFixture) -> None:
    url = started.app.settings.public_url
    with httpx.Client(base_url=url, timeout=10) as web:
        token = web.post("/chat/session").json()["token"]
        message = {"token": token, "event_id": "e1", "text": "thư viện mở cửa mấy giờ"}
        assert web.post("/chat/messages", json=message).json() == {"fresh": True}
        for _ in range(50):
            items = web.post("/chat/updates", json={"token": token}).json()["items"]
            if len(items) > 1:
                break
    assert [items[0]["who"], items[1]["who"]] == ["reader", "bot"]
    assert "7:30" in items[1]["text"] or "7h30" in items[1]["text"] or "07:30" in items[1]["text"]
