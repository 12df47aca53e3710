"""Narrow or change the last search."""

from __future__ import annotations

from bot.dialogue.actions.catalogue import query
from bot.dialogue.actions.catalogue.find_book import find_book, listed
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.people.free_text import free_text
from bot.dialogue.actions.services import Services


async def refine_search(context: ActionContext, services: Services) -> Outcome:
    """The last query with this message's bounds; words that narrow nothing are added to it."""
    before = query.remembered(context.slots.get("last_query"))
    if before is None or query.same_person(context):
        return await find_book(context, services)
    wanted = query.refined(context, before)
    if wanted == before:
        added = free_text(context.meant)
        wanted = query.with_text(before, added)
    return await listed(context, services, (wanted,), key="find.refined")
