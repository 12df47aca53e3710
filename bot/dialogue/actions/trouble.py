"""What is said when a room below does not answer: honestly, with a person one tap away."""

from __future__ import annotations

from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say


def library_down(context: ActionContext, services: Services, reason: str) -> Outcome:
    """The library system could not be read; nothing was changed."""
    return _down(context, services, "trouble.library", f"library system unavailable: {reason}")


def search_down(context: ActionContext, services: Services, reason: str) -> Outcome:
    return _down(context, services, "trouble.search", f"search unavailable: {reason}")


def _down(context: ActionContext, services: Services, key: str, trail: str) -> Outcome:
    say = Say(context, services)
    ask = button(say("button.librarian"), "ask_librarian")
    return Outcome(
        (say.reply(key, buttons=[ask], phone=services.facts.contacts.phone),),
        ("failed",),
        {"task": "idle"},
        trail=(trail,),
    )
