"""Proposing that the library buy something; the wish goes to the staff as a note."""

from __future__ import annotations

from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.find_book import asked_for
from bot.dialogue.actions.catalogue.mention import THAT
from bot.dialogue.actions.catalogue.query import remembered
from bot.dialogue.actions.context import ActionContext, plain
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.people.free_text import free_text
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.port import Effects, Note

ASKING = {
    "de", "nghi", "xuat", "mua", "bo", "sung", "them", "dat", "nhap", "ve", "nen", "co", "the",
    "goi", "y", "thu", "vien", "kien", "sam", "cuon", "quyen", "sach", "nay", "do", "moi", "may",
    "tai", "lieu", "dau", "muc", "tua", "mot", "so", "di", "gium", "giup", "duoc", "khong",
    "minh", "toi", "em", "ban", "cho", "a", "nhe", "muon", "ay", "xin", "cac", "vai", "phong",
}  # fmt: skip
"""Words of the asking itself; a wish needs some other word."""
CLEAR = {"purchase_title": None, "requested_slot": None}
TITLE_LENGTH = 300
OTHER_TASKS = ("cancel", "deny", "affirm", "thank", "goodbye", "greet", "help", "bot_challenge",
               "opening_hours", "location_contact", "view_loans", "renew_loan", "view_fines",
               "place_hold", "view_holds", "cancel_hold", "ask_librarian", "link_account",
               "unlink_account", "borrowing_rules", "card_registration", "events", "services",
               "feedback", "privacy", "out_of_scope", "more_results", "donate_books",
               "digital_access", "lost_or_damaged", "new_arrivals", "recommend")  # fmt: skip


async def suggest_purchase(context: ActionContext, services: Services) -> Outcome:
    """Takes the wish when the message or the last search names it; else the form asks."""
    wanted = _named(context)
    if not wanted:
        return Outcome(slots={**CLEAR, "task": "suggest"})
    return taken(context, services, wanted)


async def validate(context: ActionContext, services: Services) -> Outcome:
    """Any words are a title, unless they clearly ask for something else."""
    if context.requested is None or context.pressed or context.intent in OTHER_TASKS:
        return Outcome()
    words = context.meant.strip()[:TITLE_LENGTH]
    return Outcome(slots={"purchase_title": words} if words else {})


async def ask_title(context: ActionContext, services: Services) -> Outcome:
    say = Say(context, services)
    buttons = [button(say("button.leave"), "cancel")] if context.spoken else []
    key = "suggest.back_what" if context.spoken else "suggest.what"
    return Outcome((say.reply(key, buttons=buttons),), ("asked_slot",))


async def submit(context: ActionContext, services: Services) -> Outcome:
    return taken(context, services, str(context.slots.get("purchase_title") or ""))


def taken(context: ActionContext, services: Services, wanted: str) -> Outcome:
    reply = Say(context, services).reply("suggest.taken", title=wording.titled(wanted))
    note = Effects(notes=(Note("purchase", wanted),))
    return Outcome((reply,), ("purchase_suggested",), {**CLEAR, "task": "idle"}, note)


def _named(context: ActionContext) -> str:
    parts = [*context.all("title"), *context.all("author"), *context.all("subject")]
    if parts:
        return ", ".join(parts)[:TITLE_LENGTH]
    if any(word not in ASKING for word in plain(free_text(context.meant)).split()):
        return free_text(context.meant)[:TITLE_LENGTH]
    before = remembered(context.slots.get("last_query"))
    empty_handed = before is not None and not context.slots.get("last_list")
    if before is not None and (empty_handed or THAT.search(context.folded)):
        return asked_for(before)
    return ""
