"""Hour, place, audience, fee, sign-up of an event, as far as the library's files tell."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.choosing import Chosen, Thing, choose
from bot.dialogue.memory import EventDay, Events
from bot.dialogue.plain import plain
from library.facts import Event

MOST = 3
"""Events answered for at once."""
AHEAD_DAYS = 60
CUES = {
    "price": r"\b(?:phi|dong|ve vao|mien phi)\b",
    "signup": r"\b(?:dang ky|ghi danh|dat cho)\b",
    "bring": r"\bmang\b",
    "who": r"\b(?:cung|dien gia|nguoi)\b",
    "online": r"\b(?:truc tuyen|online|zalo)\b",
    "looks": r"\b(?:tranh|hinh)\b",
}
"""Folded words of a description that tell an aspect."""


async def event_detail(context: ActionContext, services: Services) -> Outcome:
    """Of the event named, else of each of those shown."""
    say, shown = Say(context, services), context.memory.latest(Events)
    aspect = context.payload.get("aspect", "other")
    chosen = _chosen(context, services, shown.things if shown else ())
    lines = [_line(say, aspect, day, event) for day, event in chosen]
    ask = button(say("button.librarian"), "ask_librarian", {"question": context.meant[:200]})
    told = [line for line in lines if line]
    text = "\n".join(told)
    if len(told) < len(lines) or not lines:
        missing = _missing(say, aspect, chosen)
        text = f"{text}\n{missing}".strip()
    kept = Events(things=tuple(day for day, _ in chosen)) if chosen else shown
    reply = say.reply("detail", text=text, buttons=[ask])
    return Outcome((reply,), ("info_told",), seen=(kept,) if kept else ())


def _chosen(
    context: ActionContext, services: Services, shown: tuple[EventDay, ...]
) -> list[tuple[EventDay, Event]]:
    facts = {event.title: event for event in services.facts.events}
    things = [Thing(str(n), each.title) for n, each in enumerate(shown)]
    said = choose(context.meant, things) if things else None
    named = [shown[int(n)] for n in said.ids] if isinstance(said, Chosen) else []
    if not named:
        named = [each for each in shown if _names(context.folded, each.title)]
    kept = named or [each for each in shown if _for(context.folded, facts.get(each.title))]
    days = kept or list(shown)
    return [(day, facts[day.title]) for day in days[:MOST] if day.title in facts]


def _names(folded: str, title: str) -> bool:
    """Two words of its title in a row."""
    words = plain(title).split()
    pairs = (f" {first} {second} " for first, second in pairwise(words))
    return any(pair in f" {folded} " for pair in pairs)


def _for(folded: str, event: Event | None) -> bool:
    """Whether the message speaks of those whom the event is for."""
    audience = plain(event.audience) if event else ""
    if re.search(r"\b(?:tre|con nit|thieu nhi|cho be|cho con|cho chau|em be)\b", folded):
        return audience == "thieu nhi"
    if re.search(r"\b(?:nguoi gia|cao tuoi|cac cu)\b", folded):
        return "cao tuoi" in audience
    return bool(re.search(r"\bsinh vien\b", folded)) and "sinh vien" in audience


def _line(say: Say, aspect: str, day: EventDay, event: Event) -> str:
    """What is known of it; empty when the files do not tell."""
    title = wording.titled(event.title.strip("«»"))
    when = _when(say, title, day, event)
    audience = event.audience or say("events.everyone")
    known = {
        "when": when,
        "long": when,
        "until": when if event.until is not None else "",
        "where": say("detail.event.where", title=title, value=event.place),
        "whom": say("detail.event.whom", title=title, value=f"{audience}. {event.description}"),
        "again": _again(say, title, when, day),
        **dict.fromkeys(("other", "many", "way"), f"{when} {event.place}. {event.description}"),
    }
    if aspect in known:
        return known[aspect]
    told = re.search(CUES.get(aspect, r"(?!)"), plain(event.description))
    return say("detail.event.text", title=title, value=event.description) if told else ""


def _when(say: Say, title: str, day: EventDay, event: Event) -> str:
    if event.until is not None and event.until != event.day:
        return say("detail.event.until", title=title, day=wording.day(event.until))
    when = wording.day(day.day)
    if event.at is not None:
        when = say("events.at", day=when, time=wording.clock_time(event.at))
    return say("detail.event.when", title=title, value=when)


def _again(say: Say, title: str, when: str, day: EventDay) -> str:
    """Weekly, or a later day in the calendar; empty when there is none."""
    facts = say.services.facts
    event = next(e for e in facts.events if e.title == day.title)
    if event.weekday is not None:
        weekday = wording.weekday_name(event.weekday)
        return say("detail.event.weekly", title=title, day=weekday)
    first, last = day.day + timedelta(days=1), day.day + timedelta(days=AHEAD_DAYS)
    later = facts.events_between(first, last)
    return when if any(o.event.title == day.title for o in later) else ""


def _missing(say: Say, aspect: str, chosen: list[tuple[EventDay, Event]]) -> str:
    known = aspect if f"aspect.{aspect}" in say.services.replies.variants else "other"
    places = "; ".join(dict.fromkeys(event.place for _, event in chosen))
    return say(
        "detail.event.missing",
        what=say(f"aspect.{known}"),
        place=places or say.services.facts.short_name,
        phone=say.services.facts.contacts.phone,
    )
