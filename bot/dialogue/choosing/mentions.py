"""Where a message speaks of things: by name or part of it, by place, by count, by what is special.

A mention is a span of the message and the things it means; the longest of those that overlap
counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.dialogue.choosing.spoken import Spoken, spoken
from bot.dialogue.choosing.things import Thing
from vietnamese.phrases import ordinals
from vietnamese.phrases.numbers import SMALL, number

UNIT = r"(?:cuon|quyen|ban|sach|tap|cai|muc|bo|tua)"
ALL = re.compile(
    r"\b(?:tat ca|toan bo|tat tan tat|sach se|all"
    r"|(?<!da )(?<!sap )(?<!chua )(?<!gan )het(?! han| hang| gio)"
    r"|tat(?! den| ca|\w)|moi (?:cuon|quyen)"
    r"|(?:tung|cac|nhung) (?:cuon|quyen)(?! (?:con lai|kia|khac))"
    rf"|ca (?:{SMALL}|dam|loat|thay))\b"
)
OTHERS = re.compile(
    rf"\b(?:(?:may|nhung|cac|so|{SMALL}) )?(?:{UNIT} )?(?:con lai|kia het)\b"
    rf"|\b(?:may|nhung|cac|{SMALL}) {UNIT} (?:kia|te|khac|nua)\b"
)
OTHER = re.compile(rf"\b{UNIT} (?:kia|te|khac|con lai)\b")
NEXT = re.compile(rf"\b{UNIT} (?:ke tiep|tiep theo|ke|sau do|lien sau)\b")
FIRST_FEW = re.compile(rf"\b({SMALL}) {UNIT}(?: dau(?: tien)?| tren(?: cung)?)\b")
LAST_FEW = re.compile(rf"\b({SMALL}) {UNIT}(?: cuoi(?: cung)?| duoi(?: cung)?| sau cung)\b")
LAST_BUT_ONE = re.compile(rf"\b(?:{UNIT} )?(?:ap chot|ap cuoi|gan cuoi)\b")
MIDDLE = re.compile(rf"\b(?:{UNIT} )?(?:o )?giua\b")
FROM = re.compile(
    rf"\btu {UNIT} (?:thu |so )?({SMALL}|dau|nhat|nhi|\d+)(?: tro di| tro xuong| den het)\b"
)
SOONEST = re.compile(
    r"\b(?:sap|gan|som) (?:het|den|toi|phai) (?:han|tra)(?: (?:nhat|som nhat))?\b"
    r"|\b(?:het|den|toi|phai tra) (?:han )?som nhat\b|\bdue (?:soon|first)\b|\bgap nhat\b"
)
LATEST = re.compile(r"\b(?:han )?(?:xa|lau|muon|tre) nhat\b|\bhan xa nhat\b")
NEWEST = re.compile(
    r"\b(?:muon|lay|ve) (?:sau cung|gan day nhat|gan nhat|moi nhat|hom qua|cuoi cung)\b"
    r"|\bmoi (?:muon|lay)(?: nhat| nhut| gan day)?\b"
)
OLDEST = re.compile(r"\b(?:muon|lay) (?:dau tien|truoc nhat|lau nhat|som nhat)\b")
MAX_NAME_WORDS = 14
GAP = r"[^\w]+"
COMMON = frozenset(
    "cuon quyen ban sach tap cai muc bo truyen tho mot hai ba bon nam sau bay tam chin muoi "
    "dau cuoi giua thu so va voi la cua cho o tai ve trong ngoai tren duoi nay kia do ay no "
    "ni te het ca tat moi khac con lai gia han dat huy tra muon xin nhe a oi minh toi em anh "
    "chi ban ong ba tru bo dung khong phai chi lay nguoi ngay dem viet nam tinh hoc cach the "
    "nao den di duoc roi nua them thoi khoi chua".split()
)
"""Words that name nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Indexes of things that [start, end) of the message means; `whole` for all of the list,
    `others` for all that is not spoken of otherwise."""

    start: int
    end: int
    places: frozenset[int]
    whole: bool = False
    others: bool = False


def mentions(said: Spoken, things: Sequence[Thing], current: frozenset[int]) -> list[Mention]:
    """In the order of the message, none overlapping another. `current` are the things chosen or
    spoken of before, which `the other` and `the next` count from."""
    found = [
        mention
        for source in (
            _named(said, things),
            _placed(said, things),
            _relative(said, things, current),
        )
        for mention in source
    ]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or mention.start >= other.end for other in kept):
            kept.append(mention)
    return sorted(_with_others(kept, len(things), current), key=lambda m: m.start)


def _with_others(
    kept: Sequence[Mention], length: int, current: frozenset[int]
) -> Iterator[Mention]:
    """The others are those neither named in this message nor, where it names none, before."""
    named = frozenset(n for m in kept if not (m.others or m.whole) for n in m.places)
    rest = frozenset(range(length)) - (named or current)
    for mention in kept:
        yield replace(mention, places=rest) if mention.others else mention


def _named(said: Spoken, things: Sequence[Thing]) -> Iterator[Mention]:
    """By the title, or by the longest run of its words that tells it from the others."""
    names = [_words(thing.title) for thing in things]
    for at, words in enumerate(names):
        others = [name for n, name in enumerate(names) if n != at and name != words]
        for start, end, run in _runs(said.folded, words):
            if _telling(run, words, others):
                same = frozenset(n for n, name in enumerate(names) if _holds(name, run))
                yield Mention(start, end, same if len(run) < len(words) else frozenset({at}) | same)


def _words(title: str) -> tuple[str, ...]:
    name = spoken(title.split(":", maxsplit=1)[0]).folded
    return tuple(re.findall(r"\w+", name))[:MAX_NAME_WORDS]


def _runs(folded: str, words: tuple[str, ...]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Runs of a title's words that stand in the message, the longest first; nothing inside one."""
    taken: list[tuple[int, int]] = []
    for length in range(len(words), 0, -1):
        for first in range(len(words) - length + 1):
            run = words[first : first + length]
            pattern = rf"\b{GAP.join(map(re.escape, run))}\b"
            for match in re.finditer(pattern, folded):
                if all(match.end() <= a or match.start() >= b for a, b in taken):
                    taken.append(match.span())
                    yield *match.span(), run


def _telling(run: tuple[str, ...], words: tuple[str, ...], others: list[tuple[str, ...]]) -> bool:
    """A whole title; else at least two words, or one rare one, that no other title holds."""
    if run == words:
        return len(run) > 1 or run[0] not in COMMON
    content = [word for word in run if word not in COMMON and not word.isdecimal()]
    if not content or any(_holds(name, run) for name in others):
        return False
    return len(run) > 1 or (len(run[0]) >= 4 and run[0] == words[0])


def _holds(name: tuple[str, ...], run: tuple[str, ...]) -> bool:
    return any(name[n : n + len(run)] == run for n in range(len(name) - len(run) + 1))


def _placed(said: Spoken, things: Sequence[Thing]) -> Iterator[Mention]:
    """By place: the second, the last two, from the third on, all."""
    length, folded = len(things), said.folded
    every = frozenset(range(length))
    for match in ALL.finditer(folded):
        yield Mention(*match.span(), every, whole=True)
    for match in FIRST_FEW.finditer(folded):
        yield Mention(*match.span(), every & frozenset(range(_count(match[1]))))
    for match in LAST_FEW.finditer(folded):
        yield Mention(*match.span(), every & frozenset(range(length - _count(match[1]), length)))
    for match in FROM.finditer(folded):
        yield Mention(*match.span(), every & frozenset(range(max(0, _count(match[1]) - 1), length)))
    for match in LAST_BUT_ONE.finditer(folded):
        yield Mention(*match.span(), every & {length - 2})
    if length == 3:
        for match in MIDDLE.finditer(folded):
            yield Mention(*match.span(), frozenset({1}))
    for start, end, value in ordinals.find(folded):
        if value != "all":
            at = length if value == "last" else int(value)
            yield Mention(start, end, every & {at - 1})


def _relative(said: Spoken, things: Sequence[Thing], current: frozenset[int]) -> Iterator[Mention]:
    """By what is special about it, or by what was spoken of before."""
    folded, every = said.folded, frozenset(range(len(things)))
    for pattern, values, last in (
        (SOONEST, [thing.rank for thing in things], False),
        (LATEST, [thing.rank for thing in things], True),
        (NEWEST, [thing.entered for thing in things], True),
        (OLDEST, [thing.entered for thing in things], False),
    ):
        for match in pattern.finditer(folded):
            yield Mention(*match.span(), _extreme(values, last=last))
    for match in OTHERS.finditer(folded):
        yield Mention(*match.span(), frozenset(), others=True)
    if current:
        for match in OTHER.finditer(folded):
            yield Mention(
                *match.span(), every - current if len(every - current) == 1 else frozenset()
            )
        for match in NEXT.finditer(folded):
            yield Mention(*match.span(), every & {max(current) + 1})


def _extreme(values: Sequence[float | None], *, last: bool) -> frozenset[int]:
    """The places of the least or greatest; none where a value is not known."""
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return frozenset()
    wanted = max(known) if last else min(known)
    return frozenset(n for n, value in enumerate(values) if value == wanted)


def _count(word: str) -> int:
    if word.isdecimal():
        return int(word[:4])
    return {"dau": 1, "nhat": 1, "nhi": 2}.get(word) or number(word) or 0
