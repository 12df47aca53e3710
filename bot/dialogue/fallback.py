"""The engine when Rasa is away: keywords, search, hours, and a librarian. It writes nothing."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.dialogue.actions.account.account import Action
from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.check_availability import check_availability
from bot.dialogue.actions.catalogue.find_book import find_book
from bot.dialogue.actions.catalogue.new_arrivals import new_arrivals
from bot.dialogue.actions.catalogue.show_details import show_details
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.follow_ups.ask_detail import ask_detail
from bot.dialogue.actions.follow_ups.ask_reason import ask_reason
from bot.dialogue.actions.follow_ups.ask_source import ask_source
from bot.dialogue.actions.follow_ups.repeat import repeat
from bot.dialogue.actions.house.events import events
from bot.dialogue.actions.house.house_topic import topic_action
from bot.dialogue.actions.house.location_contact import location_contact
from bot.dialogue.actions.house.opening_hours import opening_hours
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.people.ask_librarian import ask_librarian
from bot.dialogue.actions.reference.ask_reference import ask_reference
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.cues import count_cues
from bot.dialogue.actions.talk.social import social_action
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.port import EngineFailure, TurnInput, TurnResult, Understood
from bot.store.steps import step
from vietnamese.reading import nfc, read

CONFIDENCE = 0.5
"""Told of every guess by keyword: better than nothing, not to be trusted."""
MAX_SOCIAL = 5
"""Words; a longer message that greets says something else too."""
SOCIAL = ("greet", "thank", "goodbye")
QUESTION = (
    "ai", "nam nao", "khi nao", "la gi", "vi sao", "tai sao", "the nao", "bao nhieu", "o dau",
    "que o", "nghia la",
)  # fmt: skip
"""Folded words of a question that the texts may answer."""


async def _account(context: ActionContext, services: Services) -> Outcome:
    say = Say(context, services)
    ask = button(say("button.librarian"), "ask_librarian")
    return Outcome((say.reply("fallback.account", buttons=[ask]),), ("failed",))


ACTIONS: dict[str, Action] = {
    "ask_librarian": ask_librarian,
    "account": _account,
    "card_registration": topic_action("card_registration"),
    "lost_or_damaged": topic_action("lost_or_damaged"),
    "borrowing_rules": topic_action("borrowing_rules"),
    "opening_hours": opening_hours,
    "location_contact": location_contact,
    "digital_access": topic_action("digital_access"),
    "services": topic_action("services"),
    "events": events,
    "donate_books": topic_action("donate_books", "donation_told"),
    "new_arrivals": new_arrivals,
    "thank": social_action("thank", "thanked"),
    "goodbye": social_action("goodbye", "farewelled"),
    "greet": social_action("greet", "greeted", menu=True),
    "help": social_action("help", "helped", menu=True),
    "find_book": find_book,
    "show_details": show_details,
    "check_availability": check_availability,
    "ask_reference": ask_reference,
    "ask_reason": ask_reason,
    "ask_detail": ask_detail,
    "ask_source": ask_source,
    "repeat": repeat,
}
"""What can be done without memory and without writing; anything else is `account`."""


class FallbackEngine:
    """Satisfies the Engine port with no process behind it: it is always there."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def turn(self, turn: TurnInput) -> TurnResult | EngineFailure:
        context = _context(turn)
        intent = context.intent or _by_keyword(context, self._services)
        outcome = await self._answer(replace(context, intent=intent), intent)
        return TurnResult(
            replies=outcome.replies,
            acts=outcome.acts,
            understood=(Understood(intent, CONFIDENCE, (intent,)),),
            effects=outcome.effects,
            trail=(step("keywords"), *outcome.trail),
            seen=outcome.seen,
        )

    async def forget(self, conversation_id: str) -> bool:
        """Nothing is kept."""
        return True

    async def healthy(self) -> bool:
        return True

    async def _answer(self, context: ActionContext, intent: str) -> Outcome:
        if intent == "ask_reference":
            outcome = await ask_reference(context, self._services)
            if outcome.acts == ("answered",) or context.pressed:
                return outcome
            intent = "find_book"
        if intent == "find_book" and not context.folded and not context.payload:
            return Outcome((Say(context, self._services).reply("fallback.what"),), ("asked_slot",))
        return await ACTIONS.get(intent, _account)(context, self._services)


def _context(turn: TurnInput) -> ActionContext:
    """A turn as the actions see it; a pressed button names its intent itself."""
    intent, payload = _pressed(turn.payload or "")
    text = payload.get("question", "") if intent else nfc(turn.text)
    return ActionContext(
        action="",
        conversation_id=turn.conversation_id,
        turn_id=turn.turn_id,
        channel=turn.channel,
        text=turn.payload or "" if intent else text,
        meant=read(text).meant if text else "",
        intent=intent,
        payload=payload,
        memory=turn.memory,
    )


def _pressed(payload: str) -> tuple[str, dict[str, str]]:
    """Intent and entities of `/intent{"entity": "value"}`; empty when it is not one."""
    if not payload.startswith("/"):
        return "", {}
    name, brace, rest = payload[1:].partition("{")
    try:
        entities = json.loads(brace + rest) if brace else {}
    except ValueError:
        return "", {}
    return name, {str(key): str(value) for key, value in entities.items()}


def _by_keyword(context: ActionContext, services: Services) -> str:
    words = f" {context.folded} "
    short = len(context.folded.split()) <= MAX_SOCIAL
    for name, cues in services.replies.cues.items():
        intent = name.removeprefix("fallback.")
        if intent == name or (intent in SOCIAL and not short):
            continue
        if count_cues(context.meant, cues):
            return intent
    asks = context.text.rstrip().endswith("?") or any(f" {q} " in words for q in QUESTION)
    return "ask_reference" if asks else "find_book"
