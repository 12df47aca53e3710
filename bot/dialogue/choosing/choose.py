"""The grammar: mentions, each wanted or denied, made into one set."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.dialogue.choosing.mentions import Mention, mentions
from bot.dialogue.choosing.operators import (
    AFTER,
    AFTER_BARE,
    GIVING_UP,
    LEFT_OUT,
    TAKING,
    operators,
)
from bot.dialogue.choosing.spoken import Spoken, spoken
from bot.dialogue.choosing.things import Thing

Why = Literal["denied", "nothing_left", "unknown", "both"]
Sign = Literal["wanted", "denied", "excepted"]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Ids in the order of the list; never empty."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Nothing may be done on it. `denied` are ids that the message does not want."""

    why: Why
    denied: tuple[str, ...] = ()


Choice = Chosen | Unclear


def choose(
    meant: str,
    things: Sequence[Thing],
    *,
    current: Collection[str] = (),
    giving_up: bool = False,
) -> Choice | None:
    """What a message means of `things`; None when it speaks of none of them and denies nothing.

    `current` are the ids chosen so far, which a correction starts from; `giving_up` where the act
    is to give things up, so that `bỏ` wants instead of denying.
    """
    said = spoken(meant)
    before = frozenset(n for n, thing in enumerate(things) if thing.id in current)
    signed, loose = _signed(
        said, mentions(said, things, before), GIVING_UP if giving_up else TAKING
    )
    wanted = [mention for mention, sign in signed if sign == "wanted"]
    denied = _union(mention for mention, sign in signed if sign != "wanted")
    if loose == "excepted" or (loose == "denied" and signed and not denied):
        return Unclear("unknown", _ids(things, denied))
    if not signed:
        return Unclear("denied") if loose else None
    if not wanted:
        excepted = any(sign == "excepted" for _, sign in signed)
        return _without(things, before, denied, excepted=excepted)
    if any(mention.places & denied and len(mention.places) == 1 for mention in wanted):
        return Unclear("both", _ids(things, denied))
    left = _union(wanted) - denied
    return Chosen(_ids(things, left)) if left else Unclear("nothing_left", _ids(things, denied))


def _without(
    things: Sequence[Thing], before: frozenset[int], denied: frozenset[int], *, excepted: bool
) -> Choice:
    """Only what is not wanted was said: of what was chosen so far; else, for an exception, of
    all."""
    every = frozenset(range(len(things)))
    left = (before or (every if excepted else frozenset())) - denied
    if not denied:
        return Unclear("unknown")
    return Chosen(_ids(things, left)) if left else Unclear("denied", _ids(things, denied))


def _signed(
    said: Spoken, found: Sequence[Mention], pattern: re.Pattern[str]
) -> tuple[list[tuple[Mention, Sign]], Sign | None]:
    """Each mention with its sign; and the sign of a word that denies and reaches no mention."""
    sign: Sign = "wanted"
    loose: Sign | None = None
    at = 0
    signed: list[tuple[Mention, Sign]] = []
    for mention in found:
        sign, unspent = _walk(said.part(at, mention.start), sign, pattern)
        loose = loose or unspent
        at = mention.end
        after = None
        if sign == "wanted":
            after = AFTER.match(said.accented, at) or AFTER_BARE.match(said.folded, at)
        signed.append((mention, "denied" if after else sign))
        at = after.end() if after else at
    return signed, loose or _loose(said.part(at), pattern)


def _walk(between: Spoken, sign: Sign, pattern: re.Pattern[str]) -> tuple[Sign, Sign | None]:
    """The sign after `between`, and one that another word ended before it reached a mention.

    A comma ends a denial (`không phải A, B cơ`) but no exception (`trừ A, B`).
    """
    opened: Sign | None = None
    unspent: Sign | None = None
    for kind in operators(between.accented, between.folded, pattern):
        if kind in ("denied", "excepted"):
            sign = opened = "denied" if kind == "denied" else "excepted"
        elif kind == "wanted" or opened is not None or sign == "denied":
            unspent, opened, sign = unspent or opened, None, "wanted"
    return ("excepted" if LEFT_OUT.search(between.folded) else sign), unspent


def _loose(tail: Spoken, pattern: re.Pattern[str]) -> Sign | None:
    """A word that denies after the last mention, with nothing to deny."""
    for kind in operators(tail.accented, tail.folded, pattern):
        if kind == "denied":
            return "denied"
        if kind == "excepted":
            return "excepted"
    return None


def _union(found: Iterable[Mention]) -> frozenset[int]:
    return frozenset(place for mention in found for place in mention.places)


def _ids(things: Sequence[Thing], places: frozenset[int]) -> tuple[str, ...]:
    return tuple(things[n].id for n in sorted(places) if 0 <= n < len(things))
