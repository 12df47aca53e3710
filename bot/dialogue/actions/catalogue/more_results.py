"""The next page of the last list."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.dialogue.actions.catalogue import query
from bot.dialogue.actions.catalogue.cards import work_cards
from bot.dialogue.actions.catalogue.find_book import find_book, memory, more_button, seen
from bot.dialogue.actions.catalogue.retrieve import Found, retrieve_works
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import search_down
from retrieval.model import SearchUnavailable, WorkQuery, WorkResults


async def more_results(context: ActionContext, services: Services) -> Outcome:
    """Continues a search or the new arrivals; without either only something named is sought."""
    before = query.remembered(context.slots.get("last_query"))
    if before is None:
        if any(context.all(name) for name in ("title", "author", "subject", "isbn")):
            return await find_book(context, services)
        return Outcome((Say(context, services).reply("find.what"),), ("asked_slot",))
    following = replace(before, offset=before.offset + query.PAGE)
    found = await _next(services, following, new=context.slots.get("last_kind") == "new")
    if isinstance(found, SearchUnavailable):
        return search_down(context, services, found.reason)
    say = Say(context, services)
    if not found.works:
        return Outcome((say.reply("more.none"),), ("nothing_found",))
    reply = say.reply(
        "more.listed", cards=await work_cards(say, found.works), buttons=more_button(say, found)
    )
    slots = {**memory(found), "last_kind": context.slots.get("last_kind")}
    return Outcome((reply,), ("works_listed",), slots, seen=seen(found))


async def _next(
    services: Services, following: WorkQuery, *, new: bool
) -> Found | SearchUnavailable:
    if not new:
        return await retrieve_works(services, (following,))
    results: WorkResults | SearchUnavailable = await asyncio.to_thread(
        services.searcher.new_works, following.limit, following.offset
    )
    if isinstance(results, SearchUnavailable):
        return results
    return Found(following, tuple(hit.work for hit in results.hits), results.total)
