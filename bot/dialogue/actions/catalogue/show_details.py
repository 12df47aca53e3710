"""One work in full."""

from __future__ import annotations

from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.cards import full_title
from bot.dialogue.actions.catalogue.find_book import find_book, one_seen
from bot.dialogue.actions.catalogue.mention import current, ids, mentioned, placed
from bot.dialogue.actions.catalogue.retrieve import one_work
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import search_down
from connectors.messages import Card
from retrieval.model import SearchUnavailable, Work


async def show_details(context: ActionContext, services: Services) -> Outcome:
    """The work pointed at, else the one last spoken of; a title is looked up."""
    listed = ids(context.slots.get("last_list"))
    if placed(context, len(listed)) == ():
        say = Say(context, services)
        return Outcome((say.reply("details.no_such", count=len(listed)),), ("asked_slot",))
    work_id = mentioned(context)
    if work_id is None and (context.all("title") or context.all("author")):
        return await find_book(context, services)
    return await details(context, services, work_id or current(context))


async def details(context: ActionContext, services: Services, work_id: str | None) -> Outcome:
    say = Say(context, services)
    if work_id is None:
        return Outcome((say.reply("details.which"),), ("asked_slot",))
    work = await one_work(services, work_id)
    if isinstance(work, SearchUnavailable):
        return search_down(context, services, work.reason)
    if work is None:
        return Outcome((say.reply("details.gone"),), ("nothing_found",))
    slots = {"last_work": work.id, "last_person": next(iter(work.authors), None)}
    reply = say.reply("details", cards=[_card(say, work)])
    return Outcome((reply,), ("work_detailed",), slots, seen=(one_seen(work),))


def _card(say: Say, work: Work) -> Card:
    of = {"work_id": work.id}
    lines = (
        ("details.summary", work.summary),
        ("details.publisher", work.publisher),
        ("details.year", str(work.year or "")),
        ("details.pages", work.pages),
        ("details.subjects", ", ".join(work.subjects)),
        ("details.isbn", ", ".join(work.isbn)),
        ("details.call_number", work.call_number),
    )
    return Card(
        title=full_title(work),
        subtitle=wording.joined(work.authors),
        facts=tuple(say(key, value=value) for key, value in lines if value),
        buttons=(
            button(say("button.available"), "check_availability", of),
            button(say("button.hold"), "place_hold", of),
        ),
    )
