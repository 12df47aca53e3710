"""Reserving an item: which work, where to pick it up, a confirmation, then what happened."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.dialogue.actions.account.account import account, broken, link_ended, unlinked
from bot.dialogue.actions.account.confirmed_write import (
    ConfirmedWrite,
    Told,
    all_told,
    asking,
    confirmed,
)
from bot.dialogue.actions.account.yes_no import answer
from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue import query
from bot.dialogue.actions.catalogue.cards import branch_name, work_cards
from bot.dialogue.actions.catalogue.find_book import memory, nothing
from bot.dialogue.actions.catalogue.mention import THAT, current, ids, mentioned
from bot.dialogue.actions.catalogue.places import branch_in
from bot.dialogue.actions.catalogue.retrieve import Found, one_work, retrieve_works
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import library_down, search_down
from bot.dialogue.actions.writing import key, refusal
from bot.dialogue.choosing import Chosen, Thing, Unclear, choose
from bot.dialogue.port import Entity
from bot.store.steps import step
from library.model import Hold
from library.results import Done, Refused, Requested, Unavailable, Unconfirmed, WriteResult
from retrieval.model import SearchUnavailable, Work
from vietnamese.phrases.ordinals import places

CLEAR = {"hold_work": None, "hold_branch": None, "hold_confirm": None, "requested_slot": None}
NAMED = re.compile(
    r"\b(?:cuốn|quyển)\s+(.{2,80}?)(?:\s+(?:cơ|kìa|mà|nhé|nha|ạ|với))*\s*[.!]*$", re.IGNORECASE
)
ANYWHERE = ("dau cung duoc", "cho nao cung duoc", "gan nhat", "o dau cung", "tuy")


@account
async def place_hold(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """Begin: the work meant, if the message tells; a title that finds nothing ends here."""
    found = await _meant(context, services)
    if isinstance(found, SearchUnavailable):
        return search_down(context, services, found.reason)
    if isinstance(found, Found) and not found.works:
        no = nothing(context, services, found)
        return Outcome(no.replies, no.acts, {**no.slots, **CLEAR, "task": "idle"}, trail=no.trail)
    slots: dict[str, object] = {**CLEAR, "task": "hold", "hold_branch": _branch(context, services)}
    if isinstance(found, Found):
        slots.update(memory(found))
        slots["hold_work"] = slots["last_work"]
    elif found is not None:
        slots.update(hold_work=found, last_work=found)
    return Outcome(slots=slots)


async def _meant(
    context: ActionContext, services: Services
) -> str | Found | SearchUnavailable | None:
    """A work pointed at, a search for one named, or None when nothing tells."""
    if pointed := mentioned(context):
        return pointed
    if context.all("title") or context.all("isbn") or context.all("author"):
        return await retrieve_works(services, query.queries(context))
    return current(context)


def _branch(context: ActionContext, services: Services) -> str | None:
    """The branch named; the only one when there is no choice."""
    branches = services.facts.branches
    if len(branches) == 1:
        return branches[0].code
    named = branch_in(context, services.facts)
    return named.code if named else None


async def validate(context: ActionContext, services: Services) -> Outcome:
    """The answer to what was asked; nothing when the message is about something else."""
    if context.requested == "hold_confirm":
        return await _validate_confirm(context, services)
    if context.requested == "hold_branch":
        return await _validate_branch(context, services)
    return (
        await _validate_work(context, services) if context.requested == "hold_work" else Outcome()
    )


async def _validate_confirm(context: ActionContext, services: Services) -> Outcome:
    """Another work or branch named beside a yes or no is asked about again; only then the yes or
    no counts."""
    if (other := await _other_work(context, services)) is not None:
        return other
    named = branch_in(context, services.facts)
    if named is not None and named.code != context.slots.get("hold_branch"):
        return Outcome(slots={"hold_branch": named.code, "hold_confirm": None})
    said = answer(context)
    return Outcome() if said is None else Outcome(slots={"hold_confirm": "yes" if said else "no"})


async def _other_work(context: ActionContext, services: Services) -> Outcome | None:
    """The work to be asked about instead; None where the message names no other."""
    current = str(context.slots.get("hold_work"))
    listed = dict.fromkeys((*ids(context.slots.get("last_list")), current))
    works = [await one_work(services, work_id) for work_id in listed]
    things = [Thing(work.id, work.title) for work in works if isinstance(work, Work)]
    found = choose(context.meant, things, current=(current,))
    if isinstance(found, Unclear) and (found.denied in ((), (current,))):
        return Outcome(slots={"hold_confirm": "no"}) if found.why == "denied" else None
    if isinstance(found, Unclear):
        return Outcome(slots={"hold_work": None, "hold_confirm": None})
    if isinstance(found, Chosen) and found.ids != (current,):
        picked = found.ids[0] if len(found.ids) == 1 else None
        return Outcome(slots={"hold_work": picked, "last_work": picked, "hold_confirm": None})
    corrected = _corrected(context)
    if found is None and corrected is not None:
        searched = await _validate_work(corrected, services)
        if searched.slots and searched.slots.get("hold_work") != current:
            return Outcome(slots={**searched.slots, "hold_confirm": None})
    return None


def _corrected(context: ActionContext) -> ActionContext | None:
    """The message as one that names another work: by a recognised title, or by what stands after
    `cuốn` in a correction (`à không, cuốn Số đỏ cơ`)."""
    if context.intent in ANSWERS_WORK and context.all("title"):
        return context
    named = NAMED.search(context.meant) if context.intent == "deny" else None
    if named is None or THAT.search(context.folded):
        return None
    title = Entity("title", named[1], named[1], *named.span(1))
    return replace(context, intent="place_hold", entities=(title,))


async def _validate_branch(context: ActionContext, services: Services) -> Outcome:
    branches = services.facts.branches
    named = branch_in(context, services.facts)
    if named is not None and context.intent not in ("location_contact", "opening_hours"):
        return Outcome(slots={"hold_branch": named.code})
    picked = places(context.folded, len(branches))
    if picked:
        return Outcome(slots={"hold_branch": branches[picked[0]].code})
    if any(words in context.folded for words in ANYWHERE):
        patron = await services.library.patron(context.patron_id or "")
        home = patron.value.branch if isinstance(patron, Done) else branches[0].code
        return Outcome(slots={"hold_branch": home})
    return Outcome()


ANSWERS_WORK = (
    "place_hold", "find_book", "show_details", "check_availability", "refine_search", "affirm",
    "nlu_fallback",
)  # fmt: skip


async def _validate_work(context: ActionContext, services: Services) -> Outcome:
    if context.intent not in ANSWERS_WORK or (context.pressed and context.intent != "place_hold"):
        return Outcome()
    if pointed := mentioned(context):
        return Outcome(slots={"hold_work": pointed, "last_work": pointed})
    if not (tries := query.queries(context)):
        return Outcome()
    found = await retrieve_works(services, tries)
    if isinstance(found, SearchUnavailable) or not found.works:
        return Outcome()
    known = memory(found)
    return Outcome(slots={**known, "hold_work": known["last_work"]})


@account
async def ask_work(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """The works found, to choose from; or the plain question."""
    say = Say(context, services)
    if context.spoken:
        leave = button(say("button.leave"), "cancel")
        return Outcome((say.reply("hold.back_which", buttons=[leave]),), ("asked_slot",))
    works = [await one_work(services, w) for w in ids(context.slots.get("last_list"))]
    shown = [work for work in works if isinstance(work, Work)]
    if not shown or context.slots.get("last_kind") != "works":
        return Outcome((say.reply("hold.what"),), ("asked_slot",))
    cards = await work_cards(say, shown)
    return Outcome((say.reply("hold.which", cards=cards),), ("asked_slot",))


@account
async def ask_branch(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    say = Say(context, services)
    result = await services.library.branches()
    if isinstance(result, Unavailable):
        return library_down(context, services, result.reason)
    if isinstance(result, Refused):
        return await broken(context, services, result)
    title = await _title(context, services)
    work_id = str(context.slots.get("hold_work"))
    buttons = [
        button(branch.name, "place_hold", {"branch": branch.code, "work_id": work_id})
        for branch in result.value
    ]
    key = "hold.back_where" if context.spoken else "hold.where"
    return Outcome((say.reply(key, buttons=buttons, title=title),), ("asked_slot",))


@account
async def ask_confirm(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    say = Say(context, services)
    place = branch_name(services, str(context.slots.get("hold_branch")))
    title = await _title(context, services)
    return asking(say, "hold", context=context, title=title, place=place)


async def carry_out(
    context: ActionContext, services: Services, patron_id: str, wanted: tuple[str, ...]
) -> Outcome:
    """One hold for (work, branch)."""
    say = Say(context, services)
    work_id, branch = wanted
    result = await services.library.place_hold(
        patron_id, work_id, branch, key(context, "hold", f"{work_id}@{branch}")
    )
    if (ended := link_ended([result])) is not None:
        return await unlinked(context, services, ended)
    return _told(say, result, wording.titled(await _named(services, work_id)))


def _told(say: Say, result: WriteResult[Hold], title: str) -> Outcome:
    match result:
        case Done(hold):
            place = branch_name(say.services, hold.pickup_branch)
            days = say.services.facts.rules.hold_shelf_days
            reply = (
                say.reply("hold.done_unplaced", title=title, place=place, days=days)
                if hold.position is None
                else say.reply(
                    "hold.done", title=title, place=place, position=hold.position, days=days
                )
            )
            return Outcome((reply,), ("hold_placed",), trail=(step("held"),))
        case Requested(promised=promised):
            reply = say.reply("hold.requested", title=title, day=wording.day(promised))
            return Outcome((reply,), ("requested",), trail=(step("write_requested"),))
        case Refused():
            why = refusal(say, result, kind="hold")
            reply = say.reply("hold.refused", title=title, why=why)
            return Outcome((reply,), ("hold_refused",), trail=(step("hold_refused"),))
        case Unconfirmed():
            reply = say.reply("hold.unconfirmed", title=title)
            doubt = Told("", "failed", step("write_doubtful"), doubtful=True)
            return all_told(say, reply, (doubt,), say("hold.doubt_summary", title=title))
        case Unavailable(reason):
            return library_down(say.context, say.services, reason)


async def _title(context: ActionContext, services: Services) -> str:
    return wording.titled(await _named(services, str(context.slots.get("hold_work"))))


async def _named(services: Services, work_id: str) -> str:
    work = await one_work(services, work_id)
    return work.title if isinstance(work, Work) else work_id


def _wanted(context: ActionContext) -> tuple[str, str]:
    """(work, branch)"""
    return str(context.slots.get("hold_work")), str(context.slots.get("hold_branch"))


WRITE = ConfirmedWrite("hold", "hold_confirm", CLEAR, "hold.left", carry_out)
submit = confirmed(WRITE, _wanted)
