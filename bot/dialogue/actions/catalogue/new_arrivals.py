"""What came into the catalogue last."""

from __future__ import annotations

import asyncio

from bot.dialogue.actions.catalogue import query
from bot.dialogue.actions.catalogue.cards import work_cards
from bot.dialogue.actions.catalogue.find_book import more_button, seen
from bot.dialogue.actions.catalogue.retrieve import Found
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import search_down
from bot.dialogue.port import Act
from retrieval.model import SearchUnavailable, WorkQuery


async def new_arrivals(context: ActionContext, services: Services) -> Outcome:
    return await newest(context, services, key="new.listed", act="new_listed")


async def newest(context: ActionContext, services: Services, *, key: str, act: Act) -> Outcome:
    """The latest additions as a list that can be paged and pointed at."""
    results = await asyncio.to_thread(services.searcher.new_works, query.PAGE, 0)
    if isinstance(results, SearchUnavailable):
        return search_down(context, services, results.reason)
    say = Say(context, services)
    works = tuple(hit.work for hit in results.hits)
    if not works:
        return Outcome((say.reply("new.none"),), ("nothing_found",))
    found = Found(WorkQuery(limit=query.PAGE), works, results.total)
    reply = say.reply(key, cards=await work_cards(say, works), buttons=more_button(say, found))
    slots = {
        "last_kind": "new",
        "last_list": [work.id for work in works],
        "last_query": query.as_slot(found.query),
        "last_work": None,
    }
    return Outcome((reply,), (act,), slots, seen=seen(found)[:1])
