"""Rasa's action protocol: one JSON POST, `{next_action, tracker}` in, `{events, responses}` out."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from bot.dialogue.actions.context import ActionContext, BadCallError, parse
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.registry import ACTIONS
from bot.dialogue.actions.services import Services
from bot.dialogue.port import TurnResult
from bot.dialogue.rasa.reply_buffer import ReplyBuffer
from vietnamese.phrases.kinship import speaker

Payload = dict[str, Any]
Run = Callable[[Payload], Awaitable[Payload]]
FORM_SLOTS = (
    "renew_loans", "renew_confirm", "hold_work", "hold_branch", "hold_confirm", "cancel_holds",
    "cancel_confirm", "purchase_title", "feedback_text", "requested_slot",
)  # fmt: skip
CONTINUES = ("action_affirm", "action_deny", "action_nlu_fallback")
"""Actions that answer the open question or leave it open."""


class UnknownActionError(LookupError):
    """The domain names an action the app does not have."""


def handler(services: Services, buffer: ReplyBuffer) -> Run:
    """`run(payload)`: runs the action, lays what it said in the buffer, answers Rasa's events."""

    async def run(payload: Payload) -> Payload:
        context = parse(payload)
        act = ACTIONS.get(context.action)
        if act is None:
            raise UnknownActionError(context.action)
        spoken = buffer.holds(context.conversation_id, context.turn_id)
        memory = buffer.memory(context.conversation_id)
        context = replace(context, spoken=spoken, memory=memory)
        with buffer.working(context.conversation_id):
            outcome = await act(context, services)
        return {"events": _events(context, outcome), "responses": _laid(context, outcome, buffer)}

    return run


def router(run: Run, token: str) -> APIRouter:
    """`POST /rasa/actions`, for whoever holds the token. An empty token admits nobody."""
    routes = APIRouter()

    @routes.post("/rasa/actions", include_in_schema=False)
    async def call(request: Request) -> JSONResponse:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        given = given or request.query_params.get("token", "")
        if not token or not hmac.compare_digest(given.encode(), token.encode()):
            return _error(401, "", "a valid token is needed")
        try:
            payload = await request.json()
        except ValueError:
            return _error(400, "", "the body is not JSON")
        name = payload.get("next_action") if isinstance(payload, dict) else ""
        try:
            return JSONResponse(await run(payload))
        except BadCallError as error:
            return _error(400, str(name), str(error))
        except UnknownActionError:
            return _error(404, str(name), f"no action named {name}")

    return routes


def _error(status: int, action: str, reason: str) -> JSONResponse:
    """The shape Rasa reads: on 400 it takes `action_name` and `error` out of the body."""
    return JSONResponse({"error": reason, "action_name": action}, status_code=status)


def _laid(context: ActionContext, outcome: Outcome, buffer: ReplyBuffer) -> list[Payload]:
    if not outcome.replies:
        return []
    result = TurnResult(
        outcome.replies, outcome.acts, (context.understood,), outcome.effects, outcome.trail,
        seen=outcome.seen,
    )  # fmt: skip
    count = buffer.put(context.conversation_id, context.turn_id, result)
    return [{"custom": {"buffer": count}}]


def _events(context: ActionContext, outcome: Outcome) -> list[Payload]:
    slots = dict(outcome.slots)
    if outcome.replies and not _asks(context.action):
        slots = {**_housekeeping(context), **slots}
    if outcome.leave:
        slots = {**dict.fromkeys(FORM_SLOTS), **slots, "requested_slot": None}
    events = [{"event": "slot", "name": name, "value": value} for name, value in slots.items()]
    if outcome.leave and context.form is not None:
        events.append({"event": "active_loop", "name": None})
    elif _interrupts(context, outcome):
        events.append({"event": "followup", "name": context.form})
    return events


def _asks(action: str) -> bool:
    return action.startswith(("action_ask_", "validate_")) and action not in (
        "action_ask_reference",
        "action_ask_librarian",
    )


def _interrupts(context: ActionContext, outcome: Outcome) -> bool:
    """An answer given in the middle of a form: the form asks its question again after it."""
    if context.form is None or outcome.leave or _asks(context.action):
        return False
    entered = outcome.slots.get("task") not in (None, "idle")
    return not entered and not context.action.endswith("_submit")


def _housekeeping(context: ActionContext) -> Mapping[str, Any]:
    """What every understood turn settles: no doubt is left, an unanswered question lapses."""
    kept: dict[str, Any] = {}
    if context.action not in CONTINUES and context.slots.get("pending") is not None:
        kept["pending"] = None
    if context.action != "action_nlu_fallback" and context.slots.get("misunderstood_count"):
        kept["misunderstood_count"] = 0
    word = speaker(context.meant)
    if word and word != context.slots.get("address"):
        kept["address"] = word
    return kept
