"""Moments and waits as a librarian says them; sentences stand in the desk's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from clock import HANOI

MINUTE, HOUR = 60, 3600


def stamp(at: float, now: float, words: Mapping[str, str]) -> str:
    """The hour of a moment, with its day where that is not today."""
    moment, today = datetime.fromtimestamp(at, HANOI), datetime.fromtimestamp(now, HANOI).date()
    if moment.date() == today:
        return f"{moment:%H:%M}"
    if moment.date() == today - timedelta(days=1):
        return words["at_yesterday"].format(time=f"{moment:%H:%M}")
    day = f"{moment:%d/%m}" if moment.year == today.year else f"{moment:%d/%m/%Y}"
    return words["at_day"].format(time=f"{moment:%H:%M}", day=day)


def waited(since: float, now: float, words: Mapping[str, str]) -> str:
    """How long somebody waits; from a day on, since when."""
    seconds = max(0, int(now - since))
    if seconds < MINUTE:
        return words["waiting_now"]
    if seconds < HOUR:
        return words["waiting_minutes"].format(minutes=seconds // MINUTE)
    if seconds < 12 * HOUR:
        hours, minutes = divmod(seconds // MINUTE, 60)
        return words["waiting_hours"].format(hours=hours, minutes=minutes)
    return words["waiting_from"].format(when=stamp(since, now, words))


def left(until: float, now: float, words: Mapping[str, str]) -> str:
    """How much time is left until a moment."""
    minutes = max(0, int(until - now) // MINUTE)
    if minutes < 60:
        return words["left_minutes"].format(minutes=minutes)
    hours = minutes // 60
    if hours < 48:
        return words["left_hours"].format(hours=hours)
    return words["left_days"].format(days=hours // 24, hours=hours % 24)
