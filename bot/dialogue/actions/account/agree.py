"""Yes and no outside a form: to the question still open, if there is one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.actions.account import cancel_hold, place_hold, renew_loan
from bot.dialogue.actions.account.account import account
from bot.dialogue.actions.catalogue.mention import ids, placed
from bot.dialogue.actions.catalogue.show_details import show_details
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.people.handoff import Reason, hand_over
from bot.dialogue.actions.people.privacy import erased
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.social import menu_buttons
from bot.dialogue.actions.talk.speak import Say

OFFERED: dict[str, Reason] = {"complaint": "complaint", "librarian": "two_failures"}
"""A person was offered: why the conversation is handed over on a yes."""
WRITES = {
    "renew": renew_loan.carry_out,
    "hold": place_hold.carry_out,
    "cancel_hold": cancel_hold.carry_out,
}


async def affirm(context: ActionContext, services: Services) -> Outcome:
    """Does what was offered. A yes repeated after a lost answer repeats that answer."""
    say = Say(context, services)
    submitted = context.slots.get("submitted")
    if isinstance(submitted, Mapping) and submitted.get("turn") == context.turn_id:
        return await _again(context, services)
    if context.form is not None:
        return Outcome()
    pending = context.slots.get("pending")
    kind = pending.get("kind") if isinstance(pending, Mapping) else None
    question = str(pending.get("question", "")) if isinstance(pending, Mapping) else ""
    if kind == "erase":
        return erased(say)
    if kind == "send_question":
        return hand_over(say, "not_in_texts", question, key="handoff.sent")
    if kind in OFFERED:
        return hand_over(say, OFFERED[kind], question)
    return Outcome((say.reply("affirm.nothing", buttons=menu_buttons(say)),), ("helped",))


@account
async def _again(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """The write of this very turn once more: its key returns the recorded outcome."""
    submitted = context.slots["submitted"]
    write = WRITES[str(submitted.get("task"))]
    return await write(context, services, patron_id, ids(submitted.get("things")))


async def deny(context: ActionContext, services: Services) -> Outcome:
    """Leaves what was asked; `không, cuốn thứ hai cơ` shows that one instead."""
    listed = ids(context.slots.get("last_list"))
    if context.form is None and placed(context, len(listed)):
        return await show_details(context, services)
    return leave(context, services, "deny")


async def cancel(context: ActionContext, services: Services) -> Outcome:
    """Leaves the task at hand; nothing was done."""
    return leave(context, services, "cancel")


def leave(context: ActionContext, services: Services, key: str) -> Outcome:
    busy = context.form is not None or bool(context.slots.get("pending"))
    reply = Say(context, services).reply(f"{key}.left" if busy else f"{key}.nothing")
    return Outcome((reply,), ("cancelled",), {"pending": None, "task": "idle"}, leave=True)
