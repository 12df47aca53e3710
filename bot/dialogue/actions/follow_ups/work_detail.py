"""Pages, year, translator … of a work, from the catalogue's record of it."""

from __future__ import annotations

import asyncio
import re

from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.cards import full_title
from bot.dialogue.actions.catalogue.check_availability import tell_availability
from bot.dialogue.actions.catalogue.find_book import one_seen
from bot.dialogue.actions.catalogue.retrieve import one_work
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import search_down
from connectors.messages import Button
from library.results import Done
from retrieval.model import Page, SearchUnavailable, Work

_TRANSLATED = re.compile(r"[^.;]*\bdịch\b[^.;]*", re.IGNORECASE)


async def work_detail(context: ActionContext, services: Services) -> Outcome:
    """The one thing asked; what the record does not tell is said to be missing."""
    work = await one_work(services, context.payload.get("work_id", ""))
    if isinstance(work, SearchUnavailable):
        return search_down(context, services, work.reason)
    say = Say(context, services)
    if work is None:
        return Outcome((say.reply("details.gone"),), ("nothing_found",))
    aspect = context.payload.get("aspect", "other")
    if aspect == "online":
        return await _online(say, work)
    if aspect in ("copies", "position"):
        return await _copies(context, services, work)
    told = _value(aspect, work)
    title, of = wording.titled(full_title(work)), {"work_id": work.id}
    if told:
        text = say(f"detail.work.{aspect}", title=title, value=told)
        buttons = [button(say("button.available"), "check_availability", of)]
    else:
        known = aspect if f"aspect.{aspect}" in services.replies.variants else "other"
        text = say("detail.work.missing", title=title, what=say(f"aspect.{known}"))
        buttons = [
            button(say("button.details"), "show_details", of),
            button(say("button.librarian"), "ask_librarian", {"question": context.meant[:200]}),
        ]
    reply = say.reply("detail", text=text, buttons=buttons)
    return Outcome((reply,), ("work_detailed",), {"last_work": work.id}, seen=(one_seen(work),))


def _value(aspect: str, work: Work) -> str:
    """What the record has of an aspect; empty when it has nothing."""
    authors = wording.joined(work.authors)
    translated = _TRANSLATED.search(work.notes)
    year = f"({work.year})" if work.year else ""
    cited = (authors, year, work.title, work.publisher)
    known = {
        "pages": work.pages,
        "year": str(work.year or ""),
        "publisher": work.publisher,
        "author": authors,
        "about": work.summary or ", ".join(work.subjects),
        "translator": translated[0].strip() if translated else "",
        "cite": ". ".join(part for part in cited if part),
    }
    return known.get(aspect, "")


async def _online(say: Say, work: Work) -> Outcome:
    """Whether its text is among the digitized ones, with its first page to open."""
    page = await asyncio.to_thread(say.services.searcher.page, work.id, 1)
    title = wording.titled(full_title(work))
    if not isinstance(page, Page):
        reply = say.reply("detail.work.not_online", title=title)
    elif page.rights == "open":
        url = f"{say.services.public_url}/xem/{work.id}/1"
        open_page = Button(say("button.page", page=1), url=url)
        reply = say.reply("detail.work.online", title=title, buttons=[open_page])
    else:
        reply = say.reply("detail.work.on_site", title=title)
    return Outcome((reply,), ("info_told",), {"last_work": work.id}, seen=(one_seen(work),))


async def _copies(context: ActionContext, services: Services, work: Work) -> Outcome:
    """How many there are, and where they can be had."""
    told = await tell_availability(context, services, work)
    known = await services.library.availability([work.id])
    held = known.value.get(work.id) if isinstance(known, Done) else None
    if held is None or not held.items or not told.replies:
        return told
    free = sum(item.status == "available" for item in held.items)
    values: dict[str, object] = {"count": len(held.items), "free": free}
    key = "detail.work.copies_alone"
    if held.holds is not None:
        key, values["waiting"] = "detail.work.copies", held.holds
    count = Say(context, services)(key, title=wording.titled(full_title(work)), **values)
    reply = Say(context, services).reply(
        "detail", text=f"{count}\n{told.replies[0].text}", buttons=told.replies[0].buttons
    )
    return Outcome((reply,), told.acts, told.slots, seen=told.seen)
