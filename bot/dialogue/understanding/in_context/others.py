"""The same asked of another day, branch, work, person or sort."""

from __future__ import annotations

import re

from bot.dialogue.memory import (
    Answer,
    Events,
    Fees,
    Holds,
    Loans,
    Memory,
    OneWork,
    OpenDays,
    Place,
    Refusal,
    Topics,
)
from bot.dialogue.understanding.in_context.aspects import aspects
from bot.dialogue.understanding.in_context.details import own_matters
from bot.dialogue.understanding.in_context.house import House
from bot.dialogue.understanding.in_context.meant import Meant
from bot.dialogue.understanding.in_context.said import Said
from bot.dialogue.understanding.in_context.whole import of_another
from bot.dialogue.understanding.in_context.words import matters

_LEADS = re.compile(
    r"^(?:(?:the|vay|rua|va|a|roi|ua)? ?con\b(?! (?:khong|ko|hang|ban|may|bao|cho|slot|duoc"
    r"|gi|ai|trong))|the\b(?! (?:nao|thu vien|ban doc))|vay\b|rua\b"
    r"|and\b|what about|how about|tuong tu|va\b|ngoai|voi|doi voi|rieng)\b ?"
)
_TAILS = re.compile(
    r"(?: (?:nua|ay|do|no))? ?(?:thi)? ?\b(?:thi (?:sao|rang|the nao|ra sao|ra rang|nhu nao)"
    r"|cung (?:vay|the|rua|nhu vay|nhu the|gio ay|gia(?: \w+)?|nghi\b.*|theo.*)"
    r"|giong (?:vay|rua|the|khong|ko|no)|co (?:rua|vay|giong|khac|nhu the)|nhu (?:vay|the"
    r"|rua)|luon)\b.*$"
    r"|(?: nua)(?: (?:thi sao|thi rang|he|nhe|nha|a|ha|khong))*$"
)
_WORK = re.compile(r"\b(?:cuốn|quyển|sách|truyện|bộ|tác phẩm|tập)\s+(.{2,80})", re.IGNORECASE)
_ENDING = re.compile(
    r"[\s,]*\b(?:thì sao|thì răng|thì thế nào|cũng (?:vậy|thế|rứa).*|nữa|không|ko|chứ|ạ|à|hả"
    r"|cô|hè|ad|thưa cô"
    r"|còn|có|chưa|nỏ|thì|rứa|vậy|cũng|được)[\s?.!,]*$",
    re.IGNORECASE,
)
MOST_SORT = 6
_THIS = re.compile(r"^(?:kia|này|đó|ấy|nớ|sau|trước|tiếp theo|cuối|đầu|thứ|số|\d)", re.IGNORECASE)


def other(said: Said, memory: Memory, house: House) -> Meant | None:
    """By what the message names, and by the latest thing that can be asked of it."""
    marked = said.has(_LEADS) or said.has(_TAILS)
    for each in memory.fresh():
        focus = each.focus
        if isinstance(focus, OpenDays | Events):
            found = _day(said, focus, house, marked=marked)
        elif isinstance(focus, OneWork):
            found = _work(said, focus, house, marked=marked)
        elif isinstance(focus, Answer):
            found = of_another(said, focus, marked=marked)
        elif isinstance(focus, Place):
            found = _place(said, house, marked=marked)
        elif isinstance(focus, Topics | Fees | Loans | Holds | Refusal) and marked:
            found = _sort(said, focus)
        else:
            found = None
        if found is not None:
            return found
    return None


def _day(said: Said, focus: OpenDays | Events, house: House, *, marked: bool) -> Meant | None:
    before = focus if isinstance(focus, OpenDays) else None
    branch = house.branch(said)
    if branch is not None and (marked or len(said.own) <= 3) and len(said.own) <= 5:
        entities = {
            "aspect": "other",
            "question": said.meant,
            "branch": branch.code,
            "about": focus.kind,
        }
        return Meant("same_for", "ask_detail", entities, sure=marked)
    days = house.days(said, before)
    if days is None or matters(said.folded) - {"hours", "events"}:
        return None
    limit = 6 if marked else 3
    if len(said.own) > limit:
        return None
    first, last = days.first, days.last
    when = f"{first.day}/{first.month}/{first.year}"
    if isinstance(focus, Events) or not days.single:
        when = said.meant
    del last
    intent = "events" if isinstance(focus, Events) else "opening_hours"
    return Meant("same_for", intent, {"question": when}, sure=marked or len(said.own) <= 2)


def _work(said: Said, focus: OneWork, house: House, *, marked: bool) -> Meant | None:
    branch = house.branch(said)
    if branch is not None and len(said.own) <= 5 and not matters(said.folded) - {"search"}:
        asked = {"work_id": focus.id, "branch": branch.code, "question": said.meant}
        return Meant("same_for", "check_availability", asked, sure=marked or len(said.own) <= 3)
    named = _WORK.search(said.meant)
    if not marked or named is None or _THIS.match(named[1]):
        return None
    title = bare_title(named[1])
    if not title or len(title.split()) > 10:
        return None
    return Meant("same_for", "check_availability", {"title": title, "question": title})


def bare_title(title: str) -> str:
    """Without what ends the question around a title."""
    while match := _ENDING.search(title):
        title = title[: match.start()]
    return title.strip(" ,.?!")


def _place(said: Said, house: House, *, marked: bool) -> Meant | None:
    branch = house.branch(said)
    if branch is None or len(said.own) > 5 or matters(said.folded):
        return None
    asked = {"branch": branch.code, "question": said.meant}
    return Meant("same_for", "location_contact", asked, sure=marked)


def _sort(said: Said, focus: Topics | Fees | Loans | Holds | Refusal) -> Meant | None:
    """Another sort of reader, thing or document under the same rule; another item of a list."""
    asked = aspects(said.folded)
    if len(said.own) > MOST_SORT or matters(said.folded) - own_matters(focus):
        return None
    entities = {"aspect": asked[0] if asked else "other", "question": said.meant}
    sure = len(said.own) <= 2 and said.has(_LEADS)
    return Meant("same_for", "ask_detail", {**entities, "about": focus.kind}, sure=sure)
