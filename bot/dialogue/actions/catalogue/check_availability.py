"""Whether and where an item can be had now."""

from __future__ import annotations

import asyncio
from typing import Literal
from urllib.parse import quote

from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue import query
from bot.dialogue.actions.catalogue.cards import full_title
from bot.dialogue.actions.catalogue.find_book import nothing
from bot.dialogue.actions.catalogue.mention import THAT, current, mentioned
from bot.dialogue.actions.catalogue.places import branch_in
from bot.dialogue.actions.catalogue.retrieve import Found, one_work, retrieve_works
from bot.dialogue.actions.catalogue.standing import aged, places
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import library_down, search_down
from connectors.messages import Button, Reply
from library.model import Availability, Item
from library.results import Done, Unavailable
from retrieval.model import Page, SearchUnavailable, Work

DIGITAL = ("ebook", "audiobook")
"""Formats that are read or heard online where the library's system has no copy of them."""


async def check_availability(context: ActionContext, services: Services) -> Outcome:
    """Copies of the work meant, by branch and shelf; a title is looked up first."""
    say = Say(context, services)
    work = await _meant(context, services)
    match work:
        case Work():
            return await tell_availability(context, services, work)
        case SearchUnavailable(reason):
            return search_down(context, services, reason)
        case Found():
            return nothing(context, services, work)
        case "gone":
            return Outcome((say.reply("details.gone"),), ("nothing_found",))
        case _:
            return Outcome((say.reply("available.which"),), ("asked_slot",))


async def _meant(
    context: ActionContext, services: Services
) -> Work | Found | SearchUnavailable | Literal["gone", "unnamed"]:
    """The work, an empty search for it, or why there is neither."""
    work_id = mentioned(context)
    if work_id is None and not (context.all("title") or context.all("isbn")):
        work_id = current(context)
    if work_id is not None:
        return await one_work(services, work_id) or "gone"
    named = any(context.all(kind) for kind in ("title", "isbn", "author", "subject"))
    tries = query.queries(context) if named or not THAT.search(context.folded) else ()
    if not tries:
        return "unnamed"
    found = await retrieve_works(services, tries)
    return found.works[0] if isinstance(found, Found) and found.works else found


async def tell_availability(context: ActionContext, services: Services, work: Work) -> Outcome:
    """What the library's system says of the copies; what the record says, where the system knows
    none of them; how a digital work is read."""
    say = Say(context, services)
    known = await services.library.availability([work.id])
    if isinstance(known, Unavailable):
        return library_down(context, services, known.reason)
    held = known.value.get(work.id) if isinstance(known, Done) else None
    if not (held and held.items) and work.format in DIGITAL:
        return _told(work, await _online(say, work))
    held = held or Availability(work.id, _recorded(work), None)
    text, open_to_hold = _sentence(say, context, work, held)
    hold = button(say("button.hold"), "place_hold", {"work_id": work.id})
    reply = say.reply("available", text=text, buttons=[hold] if open_to_hold else ())
    return _told(work, aged(say, reply, known))


def _told(work: Work, reply: Reply) -> Outcome:
    slots = {"last_work": work.id, "last_person": next(iter(work.authors), None)}
    return Outcome((reply,), ("availability_told",), slots)


async def _online(say: Say, work: Work) -> Reply:
    """A digital work is read, not borrowed: on our pages where they hold it and may show it."""
    title = wording.titled(full_title(work))
    page = await asyncio.to_thread(say.services.searcher.page, work.id, 1)
    if isinstance(page, Page) and page.rights == "open":
        address = f"{say.services.public_url}/xem/{quote(work.id, safe='')}/1"
        read = Button(say("button.read"), url=address)
        return say.reply("available.online", title=title, buttons=[read])
    return say.reply("available.digital", title=title)


def _recorded(work: Work) -> tuple[Item, ...]:
    """Where the record says that the work belongs, a copy a branch."""
    return tuple(
        Item("", work.id, branch, "", work.call_number, "unknown")
        for branch in work.branches or ("",)
    )


def _sentence(say: Say, context: ActionContext, work: Work, held: Availability) -> tuple[str, bool]:
    """What to say, and whether a hold makes sense."""
    title = wording.titled(full_title(work))
    asked = branch_in(context, say.services.facts)
    on_site = [i for i in held.items if i.status == "on_site"]
    if on_site:
        return say("available.on_site", title=title, places=places(say, on_site)), False
    here = [i for i in held.items if i.status == "available"]
    unknown = [i for i in held.items if i.status == "unknown"]
    if unknown and not here:
        return say("available.unknown", title=title, places=places(say, unknown, phone=True)), False
    if asked is not None:
        at_branch = [i for i in here if i.branch == asked.code]
        if here and not at_branch:
            text = say(
                "available.elsewhere", title=title, place=asked.name, places=places(say, here)
            )
            return text, True
        here = at_branch
    if here:
        return say("available.in", title=title, places=places(say, here)), True
    due = min((i.due for i in held.items if i.due is not None), default=None)
    if due is not None:
        day = wording.day(due)
        key = "available.out_queue" if held.holds else "available.out"
        return say(key, title=title, day=day, **({"count": held.holds} if held.holds else {})), True
    return say("available.none", title=title), bool(held.items)
