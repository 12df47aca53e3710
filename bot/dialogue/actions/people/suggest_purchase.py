"""Proposing that the library buy something; the wish goes to the staff as a note."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.find_book import asked_for, one_seen
from bot.dialogue.actions.catalogue.mention import THAT
from bot.dialogue.actions.catalogue.query import remembered
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.follow_ups.topic_detail import topic_detail
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.people.free_text import free_text
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import NotFound, Topics
from bot.dialogue.plain import plain
from bot.dialogue.port import Effects, Note
from bot.dialogue.understanding.in_context.said import said
from retrieval.model import Work, WorkQuery, WorkResults

ASKING = {
    "de", "nghi", "xuat", "mua", "bo", "sung", "them", "dat", "nhap", "ve", "nen", "co", "the",
    "goi", "y", "thu", "vien", "kien", "sam", "cuon", "quyen", "sach", "nay", "do", "moi", "may",
    "tai", "lieu", "dau", "muc", "tua", "mot", "so", "di", "gium", "giup", "duoc", "khong",
    "minh", "toi", "em", "ban", "cho", "a", "nhe", "muon", "ay", "xin", "cac", "vai", "phong",
}  # fmt: skip
"""Words of the asking itself; a wish needs some other word."""
LEAST_NAMED = 2
"""Words of its own from which a wish names something else than what was just sought."""
_QUESTION = re.compile(r"\b(?:khong|ko|k|chu|ha|no|chua)$|\b(?:duoc|co) (?:khong|ko|k|chu|no)\b")
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
    if _asks_about_rule(context):
        told = await topic_detail(context, services)
        return replace(told, slots={**told.slots, **CLEAR, "task": "idle"})
    wanted = _named(context)
    if not wanted:
        return Outcome(slots={**CLEAR, "task": "suggest"})
    owned = await _owned(services, wanted)
    return _told_owned(context, services, owned) if owned else taken(context, services, wanted)


def _asks_about_rule(context: ActionContext) -> bool:
    """A question about a rule just told, however much it speaks of buying."""
    told = context.memory.latest(Topics, 0)
    asks = _QUESTION.search(context.folded) is not None and not context.all("title")
    return told is not None and told.intent in ("lost_or_damaged", "borrowing_rules") and asks


async def _owned(services: Services, wanted: str) -> Work | None:
    """The work of the catalogue that bears this very title."""
    query = WorkQuery(title=wanted, limit=5)
    found = await asyncio.to_thread(services.searcher.works, query)
    hits = found.hits if isinstance(found, WorkResults) else ()
    named = (hit.work for hit in hits if plain(hit.work.title) == plain(wanted))
    return next(named, None)


def _told_owned(context: ActionContext, services: Services, work: Work) -> Outcome:
    """No wish is recorded for what the library has; it can be had or held."""
    say, of = Say(context, services), {"work_id": work.id}
    buttons = [
        button(say("button.available"), "check_availability", of),
        button(say("button.hold"), "place_hold", of),
    ]
    reply = say.reply("suggest.owned", title=wording.titled(work.title), buttons=buttons)
    slots = {**CLEAR, "task": "idle", "last_work": work.id}
    return Outcome((reply,), ("info_told",), slots, seen=(one_seen(work),))


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
    left = free_text(context.meant)[:TITLE_LENGTH]
    missed = context.memory.latest(NotFound)
    own = [word for word in said(left).own if word not in ASKING]
    if missed is not None and missed.where == "catalogue" and len(own) < LEAST_NAMED:
        return missed.what
    if own and not _QUESTION.search(context.folded):
        return left
    before = remembered(context.slots.get("last_query"))
    empty_handed = before is not None and not context.slots.get("last_list")
    if before is not None and (empty_handed or THAT.search(context.folded)):
        return asked_for(before)
    return ""
