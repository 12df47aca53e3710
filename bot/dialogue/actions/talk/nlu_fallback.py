"""A message that was not understood: likely meanings as buttons; twice, a librarian."""

from __future__ import annotations

import asyncio

from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.check_availability import check_availability
from bot.dialogue.actions.catalogue.find_book import find_book, listed
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import Unsure
from bot.dialogue.plain import plain
from retrieval.model import WorkQuery, WorkResults

MEANINGS = 3
OTHERWISE = 2
"""The misunderstanding that is answered with what was heard; after it a person is offered."""
HEARD = 80
"""Characters of a message said back."""
SILENT = ("nlu_fallback", "out_of_scope", "affirm", "deny", "cancel", "greet", "thank", "goodbye")
USUAL = ("find_book", "opening_hours", "view_loans")
"""Offered when nothing likelier is known."""


async def nlu_fallback(context: ActionContext, services: Services) -> Outcome:
    """A title is looked up before anything is asked: a bare one, or one seen in the message."""
    if context.form is None and context.all("title"):
        first = next(iter(_likely(context, services)), "")
        return await (check_availability if first == "check_availability" else find_book)(
            context, services
        )
    if context.form is None and (found := await _as_title(context, services)) is not None:
        return found
    say = Say(context, services)
    count = context.slots.get("misunderstood_count")
    times = (count if isinstance(count, int) else 0) + 1
    if context.form is not None:
        ask = [button(say("button.librarian"), "ask_librarian")] if times > 1 else []
        reply = say.reply("unsure.in_form", buttons=ask)
        return Outcome((reply,), ("asked_meaning",), {"misunderstood_count": times})
    if times > OTHERWISE:
        return _offer_librarian(say, context, times)
    if times == OTHERWISE:
        return _otherwise(say, context, services)
    buttons = [
        button(say(f"meaning.{intent}"), intent, {"question": context.meant[:200]})
        for intent in _likely(context, services)
    ]
    reply = say.reply("unsure", buttons=buttons)
    seen = Unsure(heard=context.meant[:200])
    return Outcome((reply,), ("asked_meaning",), {"misunderstood_count": times}, seen=(seen,))


def _otherwise(say: Say, context: ActionContext, services: Services) -> Outcome:
    """What was heard, two likely meanings, ways of saying it that work, and a person on a yes."""
    heard = context.meant[:HEARD]
    likely = [
        button(say(f"meaning.{intent}"), intent, {"question": context.meant[:200]})
        for intent in _likely(context, services)[:2]
    ]
    reply = say.reply(
        "unsure.again", heard=heard, buttons=[*likely, button(say("button.librarian"), "affirm")]
    )
    pending = {"kind": "librarian", "question": context.meant[:200]}
    slots = {"misunderstood_count": OTHERWISE, "pending": pending}
    seen = (Unsure(heard=context.meant[:200]),)
    return Outcome((reply,), ("asked_meaning", "asked_confirm"), slots, seen=seen)


def _offer_librarian(say: Say, context: ActionContext, times: int) -> Outcome:
    reply = say.reply(
        "unsure.twice",
        buttons=[
            button(say("button.librarian"), "affirm"),
            button(say("button.no_thanks"), "deny"),
        ],
    )
    pending = {"kind": "librarian", "question": context.meant[:200]}
    slots = {"misunderstood_count": times, "pending": pending}
    return Outcome((reply,), ("asked_meaning", "asked_confirm"), slots)


def _likely(context: ActionContext, services: Services) -> tuple[str, ...]:
    known = services.replies.variants
    ranked = [name for name, _ in context.ranking if name not in SILENT]
    offered = [name for name in (*ranked, *USUAL) if f"meaning.{name}" in known]
    return tuple(dict.fromkeys(offered))[:MEANINGS]


async def _as_title(context: ActionContext, services: Services) -> Outcome | None:
    """The list of works when the whole message is the title of one."""
    words = context.folded
    if not words or len(words) > 200:
        return None
    query = WorkQuery(title=context.meant, limit=5)
    results = await asyncio.to_thread(services.searcher.works, query)
    if not isinstance(results, WorkResults):
        return None
    if not any(plain(hit.work.title) == words for hit in results.hits):
        return None
    return await listed(context, services, (query,))
