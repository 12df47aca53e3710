"""A suggestion: by the taste named, else by who was spoken of, else from the new books."""

from __future__ import annotations

from bot.dialogue.actions.catalogue import filters, query
from bot.dialogue.actions.catalogue.find_book import listed
from bot.dialogue.actions.catalogue.new_arrivals import newest
from bot.dialogue.actions.catalogue.retrieve import retrieve_works
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from retrieval.model import SearchUnavailable, WorkFilter, WorkQuery


async def recommend(context: ActionContext, services: Services) -> Outcome:
    """Never an empty hand: what finds nothing gives the newest books instead."""
    tries = _tries(context)
    if tries:
        found = await retrieve_works(services, tries)
        if not isinstance(found, SearchUnavailable) and found.works:
            return await listed(
                context, services, (found.query,), act="recommended", key="recommend.listed"
            )
    return await newest(context, services, key="recommend.new", act="recommended")


def _tries(context: ActionContext) -> tuple[WorkQuery, ...]:
    """Entities and narrowing only: the free text of such a request is mostly asking."""
    narrow = filters.narrowing(context)
    subject = " ".join(context.all("subject"))
    author = context.one("author")
    if subject or author:
        named = WorkQuery(subject=subject, author=author, filter=narrow, limit=query.PAGE)
        text = WorkQuery(text=f"{subject} {author}".strip(), filter=narrow, limit=query.PAGE)
        return named, text
    if narrow != WorkFilter():
        return (WorkQuery(filter=narrow, limit=query.PAGE),)
    person = context.slots.get("last_person")
    if isinstance(person, str) and "tac gia" in context.folded:
        return (WorkQuery(author=person, limit=query.PAGE),)
    return ()
