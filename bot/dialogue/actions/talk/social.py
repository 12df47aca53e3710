"""Greeting, thanking, leaving, and what the assistant can do."""

from __future__ import annotations

from bot.dialogue.actions.account.account import Action
from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.port import Act
from connectors.messages import Button


def social_action(key: str, act: Act, *, menu: bool = False) -> Action:
    """An action that says one sentence, with the main things to do as buttons if `menu`."""

    async def answer(context: ActionContext, services: Services) -> Outcome:
        say = Say(context, services)
        buttons = menu_buttons(say) if menu else ()
        return Outcome((say.reply(key, buttons=buttons, name=services.facts.name),), (act,))

    return answer


def menu_buttons(say: Say) -> tuple[Button, ...]:
    return (
        button(say("button.find"), "find_book"),
        button(say("button.loans"), "view_loans"),
        button(say("button.hours"), "opening_hours"),
        button(say("button.librarian"), "ask_librarian"),
    )
