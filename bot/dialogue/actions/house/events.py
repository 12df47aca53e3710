"""Talks, exhibitions and contests of the days asked for."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import EventDay, Events
from connectors.messages import Card
from library.facts import Event, Occurrence
from vietnamese.phrases import dates

AHEAD_DAYS = 14
SHOWN = 6


async def events(context: ActionContext, services: Services) -> Outcome:
    """The days named, else the coming two weeks; none there: the next ones to come."""
    say, today = Say(context, services), services.clock.today()
    asked = dates.parse(context.meant, today)
    days = asked or dates.Days(today, today + timedelta(days=AHEAD_DAYS))
    when = (
        wording.day(days.first)
        if days.single
        else say(
            "events.span", first=wording.short_day(days.first), last=wording.short_day(days.last)
        )
    )
    found = services.facts.events_between(days.first, days.last)
    cards = _cards(say, found)
    if cards:
        reply = say.reply("events", cards=cards, when=when)
        return Outcome((reply,), ("info_told",), seen=_seen(found))
    later = services.facts.events_between(days.last, days.last + timedelta(days=AHEAD_DAYS))
    key = "events.none_but" if later else "events.none"
    reply = say.reply(key, cards=_cards(say, later), when=when)
    return Outcome((reply,), ("info_told",), seen=_seen(later))


def _cards(say: Say, occurrences: tuple[Occurrence, ...]) -> list[Card]:
    """One card an event, at its first day in the span."""
    return [_card(say, o) for o in _first_days(occurrences)]


def _first_days(occurrences: tuple[Occurrence, ...]) -> list[Occurrence]:
    first: dict[str, Occurrence] = {}
    for occurrence in occurrences:
        first.setdefault(occurrence.event.title, occurrence)
    return list(first.values())[:SHOWN]


def _seen(occurrences: tuple[Occurrence, ...]) -> tuple[Events, ...]:
    days = tuple(EventDay(title=o.event.title, day=o.day) for o in _first_days(occurrences))
    return (Events(things=days),) if days else ()


def _card(say: Say, occurrence: Occurrence) -> Card:
    event = occurrence.event
    audience = event.audience or say("events.everyone")
    return Card(
        title=event.title,
        subtitle=_when(say, event, occurrence),
        facts=(
            event.place,
            say("events.audience", audience=audience),
            event.description,
        ),
    )


def _when(say: Say, event: Event, occurrence: Occurrence) -> str:
    day = wording.day(occurrence.day)
    if event.until is not None and event.until != event.day:
        return say("events.until", day=wording.day(event.until))
    if event.at is None:
        return day
    return say("events.at", day=day, time=wording.clock_time(event.at))
