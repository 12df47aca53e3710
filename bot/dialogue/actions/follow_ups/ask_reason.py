"""Why: told from what the system said and what the library's rules say; never invented."""

from __future__ import annotations

from bot.dialogue.actions.account.view_fines import view_fines
from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.follow_ups.rules import rule_for
from bot.dialogue.actions.house.opening_hours import opening_hours
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import (
    Asked,
    Events,
    Fees,
    Focus,
    Linking,
    NotFound,
    OpenDays,
    Refusal,
    Topics,
)

LATEST = (Refusal, Fees, Linking, NotFound, Topics, OpenDays, Events, Asked)


async def ask_reason(context: ActionContext, services: Services) -> Outcome:
    """Of the latest thing that has a reason."""
    say = Say(context, services)
    focus = next((x.focus for x in context.memory.fresh() if isinstance(x.focus, LATEST)), None)
    if isinstance(focus, Fees):
        return await _fees(context, services)
    if isinstance(focus, OpenDays):
        return await opening_hours(context, services)
    ask = button(say("button.librarian"), "ask_librarian", {"question": context.meant[:200]})
    text = _told(say, focus)
    return Outcome(
        (say.reply("reason", text=text, buttons=[ask]),),
        ("reason_told",),
        {"task": "idle"},
        seen=() if focus is None else (focus,),
    )


def _told(say: Say, focus: Focus | None) -> str:
    phone = say.services.facts.contacts.phone
    match focus:
        case Refusal():
            why = say("reason.refused", title=wording.titled(focus.title), why=focus.why)
            rule = rule_for(say.services.facts, focus.why)
            return f"{why}\n{say('reason.rule', text=rule)}" if rule else why
        case Linking():
            return say("reason.link")
        case NotFound():
            return say(f"reason.not_found.{focus.where}", what=focus.what)
        case Topics():
            known = [t.text for t in say.services.facts.topics if t.id in focus.ids]
            return say("reason.house", text="\n".join(known), phone=phone)
        case Asked():
            return say("reason.asked")
        case _:
            return say("reason.unknown", phone=phone)


async def _fees(context: ActionContext, services: Services) -> Outcome:
    """Each sum with its reason and day, and the rule it follows from."""
    say = Say(context, services)
    told = await view_fines(context, services)
    rule = rule_for(services.facts, "\n".join(reply.text for reply in told.replies))
    if not rule or "fines_told" not in told.acts:
        return told
    reply = say.reply("reason", text=say("reason.rule", text=rule))
    return Outcome(
        (*told.replies, reply), ("fines_told", "reason_told"), told.slots, seen=told.seen
    )
