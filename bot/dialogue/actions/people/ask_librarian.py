"""A person, always one tap away."""

from __future__ import annotations

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.people.handoff import hand_over
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say


async def ask_librarian(context: ActionContext, services: Services) -> Outcome:
    """Hands over with the question that was not answered, where there is one."""
    say = Say(context, services)
    question = context.payload.get("question")
    pending = context.slots.get("pending")
    if question and isinstance(pending, dict) and pending.get("kind") == "send_question":
        return hand_over(say, "not_in_texts", question, key="handoff.sent")
    summary = question or ("" if context.pressed else context.meant)
    return hand_over(say, "asked", summary or say("handoff.summary"))
