"""What is said when a room below does not answer: honestly, with a person one tap away."""

from __future__ import annotations

from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.store.steps import Step, step


def library_down(context: ActionContext, services: Services, reason: str) -> Outcome:
    """The library system could not be read; nothing was changed."""
    return _down(context, services, "trouble.library", step("library_down", reason=reason))


def search_down(context: ActionContext, services: Services, reason: str) -> Outcome:
    return _down(context, services, "trouble.search", step("search_down", reason=reason))


def _down(context: ActionContext, services: Services, key: str, done: Step) -> Outcome:
    say = Say(context, services)
    ask = button(say("button.librarian"), "ask_librarian")
    return Outcome(
        (say.reply(key, buttons=[ask], phone=services.facts.contacts.phone),),
        ("failed",),
        {"task": "idle"},
        trail=(done,),
    )
