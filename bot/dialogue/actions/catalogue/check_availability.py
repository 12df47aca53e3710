"""Whether and where an item can be had now."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue import query
from bot.dialogue.actions.catalogue.cards import branch_name, full_title, shelf_name
from bot.dialogue.actions.catalogue.find_book import nothing
from bot.dialogue.actions.catalogue.mention import THAT, current, mentioned
from bot.dialogue.actions.catalogue.places import branch_in
from bot.dialogue.actions.catalogue.retrieve import Found, one_work, retrieve_works
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import library_down, search_down
from library.model import Availability, Item
from library.results import Done, Refused, Unavailable
from retrieval.model import SearchUnavailable, Work


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
    known = await services.library.availability([work.id])
    match known:
        case Unavailable(reason):
            return library_down(context, services, reason)
        case Refused(code):
            return library_down(context, services, code)
        case Done(copies):
            say = Say(context, services)
            slots = {"last_work": work.id, "last_person": next(iter(work.authors), None)}
            held = copies.get(work.id) or Availability(work.id, (), 0)
            text, open_to_hold = _sentence(say, context, work, held)
            hold = button(say("button.hold"), "place_hold", {"work_id": work.id})
            reply = say.reply("available", text=text, buttons=[hold] if open_to_hold else ())
            return Outcome((reply,), ("availability_told",), slots)


def _sentence(say: Say, context: ActionContext, work: Work, held: Availability) -> tuple[str, bool]:
    """What to say, and whether a hold makes sense."""
    title = wording.titled(full_title(work))
    asked = branch_in(context, say.services.facts)
    on_site = [i for i in held.items if i.status == "on_site"]
    if on_site:
        return say("available.on_site", title=title, places=_places(say, on_site)), False
    here = [i for i in held.items if i.status == "available"]
    unknown = [i for i in held.items if i.status == "unknown"]
    if unknown and not here:
        return say("available.unknown", title=title, places=_places(say, unknown)), False
    if asked is not None:
        at_branch = [i for i in here if i.branch == asked.code]
        if here and not at_branch:
            text = say(
                "available.elsewhere", title=title, place=asked.name, places=_places(say, here)
            )
            return text, True
        here = at_branch
    if here:
        return say("available.in", title=title, places=_places(say, here)), True
    due = min((i.due for i in held.items if i.due is not None), default=None)
    if due is not None:
        day = wording.day(due)
        key = "available.out_queue" if held.holds else "available.out"
        return say(key, title=title, day=day, **({"count": held.holds} if held.holds else {})), True
    return say("available.none", title=title), bool(held.items)


def _places(say: Say, items: list[Item]) -> str:
    """`Cơ sở Trung tâm – Kho mượn, tầng 1 (2 bản, ký hiệu 895.9)`, one part a shelf."""
    shelves = Counter((i.branch, i.shelf, i.call_number) for i in items)
    return "; ".join(
        say(
            "available.place",
            branch=branch_name(say.services, branch),
            shelf=shelf_name(say.services, branch, shelf),
            count=count,
            call_number=call_number,
        )
        for (branch, shelf, call_number), count in shelves.items()
    )
