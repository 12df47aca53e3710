"""Rasa's action protocol: the endpoint, its token, its errors, and the domain it serves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.actions.context import BadCallError, parse
from bot.dialogue.actions.registry import ACTIONS
from bot.dialogue.rasa.actions_endpoint import FORM_SLOTS, handler, router
from bot.dialogue.rasa.reply_buffer import ReplyBuffer
from tests.fakes.reading_room import services

DOMAIN = Path("nlu_data/domain")


def _client(buffer: ReplyBuffer, token: str = "secret") -> httpx.AsyncClient:
    app = FastAPI()
    app.include_router(router(handler(services(), buffer), token))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app")


def _call(action: str = "action_greet") -> dict[str, Any]:
    return {
        "next_action": action,
        "sender_id": "c1",
        "tracker": {
            "sender_id": "c1",
            "slots": {"misunderstood_count": 1},
            "latest_message": {
                "text": "xin chào",
                "intent": {"name": "greet", "confidence": 0.99},
                "entities": [],
                "metadata": {"turn_id": "t1"},
            },
            "active_loop": {},
        },
        "domain": {},
        "version": "3.6.21",
    }


async def test_an_action_answers_events_and_leaves_its_reply_in_the_buffer() -> None:
    buffer = ReplyBuffer()
    async with _client(buffer) as client:
        answer = await client.post("/rasa/actions?token=secret", json=_call())
    assert answer.status_code == 200
    assert answer.json()["responses"] == [{"custom": {"buffer": 1}}]
    reset = {"event": "slot", "name": "misunderstood_count", "value": 0}
    assert reset in answer.json()["events"]
    deposit = buffer.collect("c1")
    assert deposit is not None
    assert deposit.acts == ("greeted",)
    assert len(deposit.understood) == 1
    assert deposit.understood[0].intent == "greet"
    assert buffer.collect("c1") is None


@pytest.mark.parametrize("given_token", ["", "wrong", "secre", "secret2", "ü"])
async def test_without_the_token_nothing_runs(given_token: str) -> None:
    buffer = ReplyBuffer()
    async with _client(buffer) as client:
        answer = await client.post("/rasa/actions", params={"token": given_token}, json=_call())
    assert answer.status_code == 401
    assert buffer.collect("c1") is None


async def test_an_empty_token_admits_nobody() -> None:
    async with _client(ReplyBuffer(), token="") as client:
        assert (await client.post("/rasa/actions?token=", json=_call())).status_code == 401


async def test_the_token_may_come_as_a_bearer() -> None:
    async with _client(ReplyBuffer()) as client:
        answer = await client.post(
            "/rasa/actions", json=_call(), headers={"Authorization": "Bearer secret"}
        )
    assert answer.status_code == 200


async def test_an_unknown_action_is_404_in_rasas_shape() -> None:
    async with _client(ReplyBuffer()) as client:
        answer = await client.post("/rasa/actions?token=secret", json=_call("action_fly"))
    assert answer.status_code == 404
    assert answer.json() == {"error": "no action named action_fly", "action_name": "action_fly"}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b"{}", b'{"next_action": "action_greet"}']
)
async def test_a_bad_call_is_400(body: bytes) -> None:
    async with _client(ReplyBuffer()) as client:
        answer = await client.post("/rasa/actions?token=secret", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


def test_every_action_of_the_domain_is_served_and_no_other() -> None:
    domain = yaml.safe_load((DOMAIN / "dialogue.yml").read_text(encoding="utf-8"))
    assert set(domain["actions"]) == set(ACTIONS)


def test_every_intent_has_its_rule_and_its_action() -> None:
    domain = yaml.safe_load((DOMAIN / "intents.yml").read_text(encoding="utf-8"))
    intents = [next(iter(intent)) for intent in domain["intents"]]
    rules = yaml.safe_load(Path("nlu_data/rules.yml").read_text(encoding="utf-8"))["rules"]
    ruled = {step["intent"] for rule in rules for step in rule["steps"] if "intent" in step}
    assert len(intents) == 43
    assert ruled == set(intents)
    assert {f"action_{intent}" for intent in intents} <= set(ACTIONS)


def test_leaving_a_form_clears_every_forms_slots() -> None:
    domain = yaml.safe_load((DOMAIN / "dialogue.yml").read_text(encoding="utf-8"))
    asked = {slot for form in domain["forms"].values() for slot in form["required_slots"]}
    assert asked | {"requested_slot"} == set(FORM_SLOTS)


def test_a_late_deposit_of_a_lost_turn_is_not_answered_twice() -> None:

    from bot.dialogue.port import TurnResult
    from connectors.messages import Reply

    buffer = ReplyBuffer()
    buffer.put("c1", "t1", TurnResult((Reply("cũ"),)))
    buffer.put("c1", "t2", TurnResult((Reply("mới"),)))
    deposit = buffer.collect("c1")
    assert deposit is not None
    assert [reply.text for reply in deposit.replies] == ["mới"]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(tracker=JSON, message=JSON, entities=JSON, intent=JSON, slots=JSON, loop=JSON)
@settings(max_examples=200, deadline=None)
def test_any_call_parses_or_is_a_bad_call(**parts: Any) -> None:
    shaped = {
        "next_action": "action_greet",
        "tracker": {
            "latest_message": {
                "text": parts["message"],
                "entities": parts["entities"],
                "intent": parts["intent"],
                "intent_ranking": parts["entities"],
            },
            "slots": parts["slots"],
            "active_loop": parts["loop"],
        },
    }
    for call in (shaped, {"next_action": "x", "tracker": parts["tracker"]}, parts["tracker"]):
        try:
            assert parse(call).action
        except BadCallError as error:
            assert str(error)
