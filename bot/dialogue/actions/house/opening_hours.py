"""When the library is open, computed from the calendar."""

from __future__ import annotations

from datetime import timedelta

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import OpenDays
from library.facts import OpenDay
from vietnamese.phrases import dates

LISTED_DAYS = 10


async def opening_hours(context: ActionContext, services: Services) -> Outcome:
    """The day or days asked for; without one the week, and whether it is open now."""
    say = Say(context, services)
    asked = dates.parse(context.meant, services.clock.today()) or _recognised(context, services)
    seen = (OpenDays(first=asked.first, last=asked.last) if asked else OpenDays(),)
    if asked is None:
        reply = say.reply("hours", week=_week(say), now=_now(say))
        return Outcome((reply,), ("info_told",), seen=seen)
    if not asked.single:
        if (shut := _shut(say, asked)) is not None:
            return Outcome((say.reply("hours.day", day=shut),), ("info_told",), seen=seen)
        lines = "\n".join(_line(say, day) for day in _days(say, asked))
        return Outcome((say.reply("hours.days", lines=lines),), ("info_told",), seen=seen)
    day = services.facts.calendar.on(asked.first)
    if asked.first == services.clock.today():
        reply = say.reply("hours.today", day=_sentence(say, day), now=_now(say))
        return Outcome((reply,), ("info_told",), seen=seen)
    reply = say.reply("hours.day", day=_sentence(say, day))
    return Outcome((reply,), ("info_told",), seen=seen)


def _recognised(context: ActionContext, services: Services) -> dates.Days | None:
    """A date entity, where the message's own words gave none."""
    said = (dates.parse(value, services.clock.today()) for value in context.all("date"))
    return next((days for days in said if days is not None), None)


def _days(say: Say, asked: dates.Days) -> tuple[OpenDay, ...]:
    return tuple(say.services.facts.calendar.on(d) for d in asked.dates[:LISTED_DAYS])


def _shut(say: Say, asked: dates.Days) -> str | None:
    """One sentence for days that all lie in one closure, with its first and last day; else None."""
    days = _days(say, asked)
    reason = days[0].reason
    if any(day.open or day.reason != reason for day in days) or not reason:
        return None
    first, last = _edge(say, days[0], -1), _edge(say, days[-1], 1)
    text = say(
        "hours.closed_span",
        first=wording.day(first.day),
        last=wording.day(last.day),
        count=(last.day - first.day).days + 1,
        reason=reason,
    )
    return f"{text} {_next(say, last)}".strip()


def _edge(say: Say, day: OpenDay, step: int) -> OpenDay:
    """The furthest day of the same closure that way."""
    while True:
        beyond = say.services.facts.calendar.on(day.day + timedelta(days=step))
        if beyond.open or beyond.reason != day.reason:
            return day
        day = beyond


def _next(say: Say, day: OpenDay) -> str:
    following = say.services.facts.calendar.next_open_day(day.day)
    if following is None:
        return ""
    return say("hours.next", day=wording.day(following.day), spans=wording.spans(following.spans))


def _line(say: Say, day: OpenDay) -> str:
    if day.open:
        return say("hours.line_open", day=wording.day(day.day), spans=wording.spans(day.spans))
    if day.reason:
        return say("hours.line_closed_for", day=wording.day(day.day), reason=day.reason)
    return say("hours.line_closed", day=wording.day(day.day))


def _sentence(say: Say, day: OpenDay) -> str:
    """A day's opening; a closed one with its reason and the next open day."""
    named = wording.day(day.day)
    if day.open:
        return say("hours.open_on", day=named, spans=wording.spans(day.spans))
    text = (
        say("hours.closed_for", day=named, reason=day.reason)
        if day.reason
        else say("hours.closed_on", day=named)
    )
    return f"{text} {_next(say, day)}".strip()


def _now(say: Say) -> str:
    now = say.services.clock.now()
    calendar = say.services.facts.calendar
    if calendar.is_open(now):
        closing = next(
            end for start, end in calendar.on(now.date()).spans if start <= now.time() < end
        )
        return say("hours.open_now", time=wording.clock_time(closing))
    opening = calendar.next_open(now)
    if opening is None:
        return say("hours.closed_long")
    time = wording.clock_time(opening.time())
    if opening.date() == now.date():
        return say("hours.opens_today", time=time)
    return say("hours.opens_on", time=time, day=wording.day(opening.date()))


def _week(say: Say) -> str:
    """Days with equal hours together: `thứ Hai–thứ Bảy: 7:30–11:30 và 13:30–17:00`."""
    hours = say.services.facts.hours
    groups: list[tuple[int, int]] = []
    for day in range(7):
        if groups and hours.weekday(groups[-1][0]) == hours.weekday(day):
            groups[-1] = (groups[-1][0], day)
        else:
            groups.append((day, day))
    return "\n".join(_group(say, first, last) for first, last in groups)


def _group(say: Say, first: int, last: int) -> str:
    names = wording.weekday_name(first)
    if last != first:
        names = f"{names}–{wording.weekday_name(last)}"
    names = names[:1].upper() + names[1:]
    spans = say.services.facts.hours.weekday(first)
    if not spans:
        return say("hours.week_closed", days=names)
    return say("hours.week_open", days=names, spans=wording.spans(spans))
