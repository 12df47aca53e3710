"""The last answer once more."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say


async def repeat(context: ActionContext, services: Services) -> Outcome:
    """As it was said, with its cards and buttons, under a word that it is said again."""
    say, last = Say(context, services), context.memory.last
    if not last:
        return Outcome((say.reply("repeat.nothing"),), ("asked_meaning",))
    again = say("repeat.again")
    text = last[0].text.removeprefix(again).strip()
    first = replace(last[0], text=f"{again}\n{text}")
    return Outcome((first, *last[1:]), ("clarified",))
