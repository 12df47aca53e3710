"""When, where, how much, who: of the thing in focus, asked without naming it."""

from __future__ import annotations

import re

from pydantic import BaseModel

from bot.dialogue.memory import (
    EventDay,
    Events,
    Fees,
    Focus,
    Holds,
    Linking,
    Loans,
    Memory,
    OneWork,
    OpenDays,
    Place,
    Refusal,
    Remembered,
    Topics,
    Works,
)
from bot.dialogue.plain import plain
from bot.dialogue.understanding.in_context.aspects import Aspect, aspects, cue_words
from bot.dialogue.understanding.in_context.meant import Meant
from bot.dialogue.understanding.in_context.said import Said
from bot.dialogue.understanding.in_context.words import matters
from vietnamese.phrases.ordinals import places

_COMMON: frozenset[Aspect] = frozenset(
    ("until", "price", "bring", "signup", "whom", "when", "long", "where", "way", "who", "many")
)
TELLS: dict[type[BaseModel], frozenset[Aspect]] = {
    Events: _COMMON | {"again", "other", "online", "looks"},
    Topics: _COMMON | {"again", "other", "online"},
    OneWork: frozenset(
        ("pages", "year", "publisher", "translator", "author", "volumes", "copies", "about",
         "looks", "online", "cite", "whom", "who", "position", "other")
    ),
    Loans: frozenset(("when", "long", "many", "where", "until", "position")),
    Holds: frozenset(("position", "when", "long", "where", "who", "many", "until")),
    Fees: frozenset(("where", "who", "way", "when", "price", "many", "signup", "until")),
    Refusal: frozenset(("when", "long", "many", "who", "until")),
    OpenDays: frozenset(("when", "until", "long", "other")),
    Place: frozenset(("way", "where", "long", "many")),
    Linking: frozenset(("bring", "many", "way")),
}  # fmt: skip
"""What can be asked of each; a question of anything else leans on something older or on nothing."""
OWN_MATTERS: dict[type[BaseModel], frozenset[str]] = {
    Events: frozenset(("events",)),
    OneWork: frozenset(("search", "holds")),
    Loans: frozenset(("loans", "search")),
    Holds: frozenset(("holds", "search")),
    Fees: frozenset(("fines", "search")),
    Refusal: frozenset(("loans", "holds", "search")),
    OpenDays: frozenset(("hours",)),
    Linking: frozenset(("card",)),
}
TOPIC_MATTERS = {
    "card_registration": frozenset(("card",)),
    "borrowing_rules": frozenset(("loans", "fines", "holds", "search")),
    "lost_or_damaged": frozenset(("search", "fines")),
    "services": frozenset(("services",)),
    "donate_books": frozenset(("gifts", "search")),
    "digital_access": frozenset(("search",)),
}
THAT = re.compile(
    r"\b(?:cuon|quyen|sach|truyen|buoi|su kien|event|phong|the|khoan|phi|quy dinh|cai|cay|thu"
    r"|xe|bo|ban)"
    r" (?:do|nay|ay|day|no|ni|te|kia|vua roi|tren)\b|\bit\b|\bhan\b|\bno\b(?= (?:co|bao|may|day|o))"
)
OF_PERSON = re.compile(
    r"\bcua (?:cung )?(?:ong|ba|cu|co|chu|bac|anh|chi|nguoi|tac gia)"
    r" (?:ay|ta|do|nay|day|no|ni|te|kia)\b"
)
"""What else a person made is another search, no detail of this work."""
MOST_WORDS = 12
MOST_OWN, LOOSE_OWN = 2, 4
"""Words beside the question's own that a sure detail may have; more is asked of the engine."""


def detail(said: Said, memory: Memory) -> Meant | None:
    """Of the latest thing that can be asked so."""
    asked = aspects(said.folded)
    if not asked:
        return None
    for each in (*_placed(said, memory), *memory.fresh()):
        if (found := _of(said, asked, each)) is not None:
            return found
    return None


def _placed(said: Said, memory: Memory) -> tuple[Remembered, ...]:
    """The work of the last list that the message names by its place."""
    listed = memory.latest(Works, 0)
    at = places(said.folded, len(listed.things)) if listed else None
    if listed is None or not at:
        return ()
    thing = listed.things[at[0]]
    return (Remembered(focus=OneWork(id=thing.id, title=thing.title)),)


def _of(said: Said, asked: tuple[Aspect, ...], each: Remembered) -> Meant | None:
    focus = each.focus
    told = [aspect for aspect in asked if aspect in TELLS.get(type(focus), ())]
    if not told or matters(said.folded) - own_matters(focus):
        return None
    if told[0] == "other" and isinstance(focus, Works | OneWork) and OF_PERSON.search(said.folded):
        return None
    own = set(said.own) - cue_words(said.folded) - _words(focus)
    pointed = THAT.search(said.folded) is not None
    most = LOOSE_OWN if told[0] != "other" or pointed else _loose(each)
    if len(own) > most or (told[0] == "other" and each.age and not pointed):
        return None
    if isinstance(focus, Fees):
        told.sort(key=lambda aspect: aspect == "price")
    entities = {"aspect": told[0], "question": said.meant, "about": focus.kind}
    if isinstance(focus, OneWork):
        entities["work_id"] = focus.id
    brief = each.age <= 1 and len(said.words) <= MOST_WORDS
    sure = brief and len(own) <= (MOST_OWN if told[0] != "other" else 0)
    known = " ".join(_words(focus))
    return Meant("ask_detail", "ask_detail", entities, sure=sure, known=known)


def _loose(each: Remembered) -> int:
    """A rule just told is asked on about in many words; of other things a bare question may."""
    return LOOSE_OWN if isinstance(each.focus, Topics) and each.age == 0 else 1


def own_matters(focus: Focus) -> frozenset[str]:
    """What a message may name and still speak of the thing."""
    if isinstance(focus, Topics):
        return TOPIC_MATTERS.get(focus.intent, frozenset())
    return OWN_MATTERS.get(type(focus), frozenset())


def _words(focus: Focus) -> frozenset[str]:
    """Words of the thing's own name: naming it again is no other subject."""
    if isinstance(focus, OneWork):
        return frozenset(plain(f"{focus.title} {focus.author}").split())
    if isinstance(focus, Events | Loans | Holds):
        return frozenset(word for thing in focus.things for word in _title(thing).split())
    if isinstance(focus, Topics):
        return frozenset(plain(focus.asked).split())
    return frozenset(plain(focus.title).split()) if isinstance(focus, Refusal) else frozenset()


def _title(thing: EventDay | BaseModel) -> str:
    return plain(str(getattr(thing, "title", "")))
