"""More of hours, of a place, of linking a card."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.house.location_contact import location_contact
from bot.dialogue.actions.house.opening_hours import opening_hours
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import OpenDays, Place


async def hours_detail(context: ActionContext, services: Services) -> Outcome:
    """The hours of the same days again, the break at noon among them; of a branch, that the files
    have one set of hours for all."""
    say, shown = Say(context, services), context.memory.latest(OpenDays)
    day = wording.short_day(shown.first) if shown and shown.first else ""
    told = await opening_hours(replace(context, meant=day), services)
    branch = services.facts.branch(context.payload.get("branch", ""))
    if branch is None or not told.replies:
        return told
    note = say("detail.hours.branch", name=branch.name, phone=branch.phone)
    first = replace(told.replies[0], text=f"{note}\n{told.replies[0].text}")
    return replace(told, replies=(first, *told.replies[1:]))


async def place_detail(context: ActionContext, services: Services) -> Outcome:
    """The way there, as far as the files describe it."""
    shown = context.memory.latest(Place)
    branch = {"branch": shown.branch} if shown and shown.branch else {}
    return await location_contact(replace(context, payload=branch, meant=""), services)


async def link_detail(context: ActionContext, services: Services) -> Outcome:
    say = Say(context, services)
    ask = button(say("button.librarian"), "ask_librarian")
    return Outcome((say.reply("reason.link", buttons=[ask]),), ("info_told",))
