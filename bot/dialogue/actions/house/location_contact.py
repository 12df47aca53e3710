"""Where the library is and how to reach it."""

from __future__ import annotations

from bot.dialogue.actions.catalogue.places import branch_in
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import Place


async def location_contact(context: ActionContext, services: Services) -> Outcome:
    """The branch named, or the main address, contacts and the other branches."""
    say, facts = Say(context, services), services.facts
    branch = branch_in(context, facts)
    if branch is not None:
        reply = say.reply(
            "location.branch",
            name=branch.name,
            address=branch.address,
            phone=branch.phone,
            note=branch.note,
        )
        return Outcome((reply,), ("info_told",), seen=(Place(branch=branch.code),))
    others = "\n".join(
        say("location.line", name=b.name, address=b.address, phone=b.phone) for b in facts.branches
    )
    reply = say.reply(
        "location",
        name=facts.short_name,
        address=facts.contacts.address,
        phone=facts.contacts.phone,
        email=facts.contacts.email,
        website=facts.contacts.website,
        directions=facts.contacts.directions,
        branches=others,
    )
    return Outcome((reply,), ("info_told",), seen=(Place(),))
