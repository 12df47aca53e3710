"""Giving up a hold: which one, a confirmation, then what really happened."""

from __future__ import annotations

import asyncio

from bot.dialogue.actions.account.account import account, broken, link_ended, unlinked
from bot.dialogue.actions.account.choose import Form, Own
from bot.dialogue.actions.account.confirmed_write import (
    ConfirmedWrite,
    Told,
    all_told,
    asking,
    confirmed,
)
from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.cards import hold_card
from bot.dialogue.actions.catalogue.mention import ids
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.writing import key, refusal
from bot.dialogue.choosing import Chosen, Unclear
from bot.store.steps import step
from library.model import Hold
from library.results import Done, Refused, Requested, Unavailable, Unconfirmed, WriteResult

CONFIRM_ANSWERS = ("cancel_hold", "deny", "find_book", "show_details", "nlu_fallback")
ANSWERS = (*CONFIRM_ANSWERS, "affirm", "place_hold", "cancel")
CLEAR = {"cancel_holds": None, "cancel_confirm": None, "requested_slot": None}


FORM = Form("cancel_holds", "cancel_confirm", "last_holds", giving_up=True)


@account
async def cancel_hold(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """Begin: the holds named, or the only one; else the form asks. What the message keeps is
    kept."""
    result = await services.library.holds(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    holds = result.value
    if not holds:
        reply = Say(context, services).reply("cancel_hold.none")
        return Outcome((reply,), ("holds_listed",), {**CLEAR, "task": "idle"})
    found = FORM.choose(context, _own(holds), context.payload.get("hold_id", ""))
    if isinstance(found, Unclear) and found.why == "denied":
        reply = Say(context, services).reply("cancel_hold.left")
        return Outcome((reply,), ("cancelled",), {**CLEAR, "task": "idle"})
    chosen = found.ids if isinstance(found, Chosen) else ()
    if found is None and len(holds) == 1 and "hold_id" not in context.payload:
        chosen = (holds[0].id,)
    slots = {
        **CLEAR,
        "task": "cancel_hold",
        "last_holds": [hold.id for hold in holds],
        "cancel_holds": list(chosen) or None,
    }
    return Outcome(slots=slots)


async def validate(context: ActionContext, services: Services) -> Outcome:
    """The holds named in an answer, or the yes or no; nothing when it answers neither."""
    if context.requested is None:
        return Outcome()
    if not (context.patron_id and context.intent in (*ANSWERS, *CONFIRM_ANSWERS)):
        return FORM.answered(context, None)
    result = await services.library.holds(context.patron_id)
    found = None
    if isinstance(result, Done):
        found = FORM.choose(context, _own(result.value), context.payload.get("hold_id", ""))
    return FORM.answered(context, found)


def _own(holds: tuple[Hold, ...]) -> list[Own]:
    return [
        Own(
            hold.id, hold.title, hold.biblio_id,
            None if hold.position is None else float(hold.position),
            None if hold.placed is None else float(hold.placed.toordinal()),
        )
        for hold in holds
    ]  # fmt: skip


@account
async def ask_holds(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    say = Say(context, services)
    if context.spoken:
        leave = button(say("button.leave"), "cancel")
        return Outcome((say.reply("cancel_hold.back_which", buttons=[leave]),), ("asked_slot",))
    result = await services.library.holds(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    cards = [hold_card(say, hold, services) for hold in result.value]
    slots = {"last_kind": "holds", "last_holds": [hold.id for hold in result.value]}
    return Outcome((say.reply("cancel_hold.which", cards=cards),), ("asked_slot",), slots)


@account
async def ask_confirm(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    say = Say(context, services)
    result = await services.library.holds(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    wanted = ids(context.slots.get("cancel_holds"))
    what = wording.joined([wording.titled(h.title) for h in result.value if h.id in wanted])
    return asking(say, "cancel_hold", context=context, what=what)


async def carry_out(
    context: ActionContext, services: Services, patron_id: str, wanted: tuple[str, ...]
) -> Outcome:
    say = Say(context, services)
    results = await asyncio.gather(
        *(
            services.library.cancel_hold(patron_id, x, key(context, "cancel_hold", x))
            for x in wanted
        )
    )
    if (ended := link_ended(results)) is not None:
        return await unlinked(context, services, ended)
    told = [_told(say, result) for result in results]
    reply = say.reply("cancel_hold.outcome", lines="\n".join(one.line for one in told))
    return all_told(say, reply, told, say("cancel_hold.doubt_summary"))


def _told(say: Say, result: WriteResult[Hold]) -> Told:
    match result:
        case Done(hold):
            line = say("cancel_hold.done", title=wording.titled(hold.title))
            return Told(line, "hold_cancelled", step("hold_cancelled"))
        case Requested(hold, promised):
            named, day = wording.titled(hold.title), wording.day(promised)
            line = say("cancel_hold.requested", title=named, day=day)
            return Told(line, "requested", step("write_requested"))
        case Refused():
            line = say("cancel_hold.refused", why=refusal(say, result, kind="cancel_hold"))
            return Told(line, "failed", step("hold_not_cancelled"))
        case Unconfirmed():
            line = say("cancel_hold.unconfirmed")
            return Told(line, "failed", step("write_doubtful"), doubtful=True)
        case Unavailable(reason):
            line = say("cancel_hold.unavailable")
            return Told(line, "failed", step("library_down", reason=reason))


WRITE = ConfirmedWrite("cancel_hold", "cancel_confirm", CLEAR, "cancel_hold.left", carry_out)
submit = confirmed(WRITE, lambda context: ids(context.slots.get("cancel_holds")))
