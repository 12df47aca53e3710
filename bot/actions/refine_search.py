"""Narrow or change the last search."""

from __future__ import annotations

from bot.actions import query
from bot.actions.context import ActionContext
from bot.actions.find_book import find_book, listed
from bot.actions.free_text import free_text
from bot.actions.outcome import Outcome
from bot.actions.services import Services


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
