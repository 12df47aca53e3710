"""Rasa itself: closed without the token, forgetful when told, deaf to readers' commands."""

from __future__ import annotations

import json

import httpx
import pytest

from evaluation.assistant_fixture import AssistantFixture

pytestmark = pytest.mark.stack
STOLEN = {"sender": "x", "message": "xin chào", "metadata": {"patron_id": "pHT000001"}}


def test_no_route_answers_without_the_token(started: AssistantFixture) -> None:
    with httpx.Client(base_url=started.app.settings.rasa_url, timeout=10) as rasa:
        answers = [
            rasa.post("/webhooks/rest/webhook", json=STOLEN),
            rasa.post("/webhooks/rest/webhook", params={"token": "x"}, json=STOLEN),
            rasa.get("/"),
            rasa.get("/status"),
            rasa.get("/conversations/x/tracker"),
            rasa.post("/model/parse", json={"text": "a"}),
        ]
    assert [answer.status_code for answer in answers] == [401] * len(answers)


def test_an_erased_conversation_is_not_given_back(started: AssistantFixture) -> None:
    canary = "quả thị vàng ươm"
    first = started.say(f"có cuốn {canary} không", None, {})
    name = _conversation(started, str(first["conversation"]))
    assert canary in _tracker(started, name)
    started.say("xoá dữ liệu của tôi đi", first["conversation"], {})
    erased = started.say("đồng ý", first["conversation"], {})
    assert "erased" in erased["acts"]
    assert canary not in _tracker(started, name)


def _conversation(started: AssistantFixture, chat: str) -> str:
    store = started.app.store
    found = store.database.run_now(lambda db: store.conversations.by_chat(db, "cli", chat))
    assert found is not None
    return found.id


def _tracker(started: AssistantFixture, name: str) -> str:
    """All that Rasa tells of a conversation."""
    rasa = started.app.loops.warm.rasa
    asked = {"token": rasa.token, "include_events": "ALL"}
    answer = httpx.get(f"{rasa.url}/conversations/{name}/tracker", params=asked)
    return json.dumps(answer.json(), ensure_ascii=False)


def test_commands_typed_by_readers_are_words(started: AssistantFixture) -> None:
    for _ in range(6):
        answer = started.say("/restart", None, {})
        assert answer["degraded"] is None
        assert len(answer["replies"]) == 1
    assert started.say("thư viện mở cửa mấy giờ", None, {})["degraded"] is None
