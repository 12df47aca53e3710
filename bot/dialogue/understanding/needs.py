"""Several needs in one message: where it may be cut, and when a cut is believed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.plain import plain
from bot.dialogue.port import Entity, Understood

_CUT = re.compile(
    r"[.?!;\n]+\s+|,\s*(?=\w)|\s+(?:và|va|rồi|roi|với lại|voi lai|tiện thể|tien the|nhân tiện"
    r"|nhan tien|ngoài ra|ngoai ra|à mà|a ma|luôn tiện|(?<!có )(?<!co )sẵn|(?<!đọc )(?<!doc )xong"
    r"|đồng thời|dong thoi|and|vs|vowis|vaf|rooif)\s+",
    re.IGNORECASE,
)
"""Not at `còn` alone: `cuốn thứ hai còn trên kệ chứ` is one need; where it sets two beside each
other, a comma stands before it."""
LEAST_WORDS = 2
SURE = 0.7
"""Confidence from which a part counts as a need of its own. On a hand that was not learnt: 71 % of
two needs found and 4 % of single ones cut; at 0.38 they are 76 and 9 %, at 0.9 57 and 2 %."""
NOT_A_NEED = frozenset(
    "greet thank goodbye affirm deny help bot_challenge out_of_scope nlu_fallback refine_search "
    "more_results cancel".split()
)


COURTESY = re.compile(
    r"^(?:(?:rat|kinh|chi|xin|toi|em|minh|chau|con) )*(?:mong|nho|phien|cam (?:on|ta)|doi)\b"
    r"(?!.*\b(?:gia han|dat|tim|mua|muon|lam the|nao|gi|chi|dau|may)\b)"
)
"""`rất mong thư viện tra giúp`: said around a need, not one of its own."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch [start, end) of a message."""

    text: str
    start: int
    end: int


def parts(text: str) -> tuple[Part, ...]:
    """The message cut wherever a need could end; one part when it has no such place."""
    found = []
    at = 0
    for match in _CUT.finditer(text):
        found.append((at, match.start()))
        at = match.end()
    found.append((at, len(text)))
    kept = tuple(Part(text[a:b], a, b) for a, b in found if len(text[a:b].split()) >= LEAST_WORDS)
    return kept if len(kept) > 1 else (Part(text, 0, len(text)),)


def needs(whole: Understood, pieces: Sequence[tuple[Part, Understood]]) -> tuple[Part, ...]:
    """Parts that hold needs of their own, in order; empty when the message is one need.

    A cut is believed when at least two parts give different needs, each surely; or when all but
    one are courtesies around it.
    """
    sure = [
        (part, understood)
        for part, understood in pieces
        if understood.confidence >= SURE
        and understood.intent not in NOT_A_NEED
        and not COURTESY.search(plain(part.text))
    ]
    distinct: list[tuple[Part, Understood]] = []
    for part, understood in sure:
        if all(understood.intent != other.intent for _, other in distinct):
            distinct.append((part, understood))
    if len(distinct) == 1 and (bare := _without_courtesy(distinct[0][0], pieces)) is not None:
        return (bare,)
    if len(distinct) < 2 or (whole.confidence > 0.97 and len(whole.entities) > 2):
        return ()
    return tuple(part for part, _ in distinct)


def _without_courtesy(need: Part, pieces: Sequence[tuple[Part, Understood]]) -> Part | None:
    """From the need on, without the courtesies after it; None where there are none."""
    after = [part for part, _ in pieces if part.start >= need.start]
    kept = [part for part in after if not COURTESY.search(plain(part.text))]
    if len(kept) == len(after) or not kept:
        return None
    return Part(", ".join(part.text for part in kept), kept[0].start, kept[-1].end)


def together(pieces: Sequence[tuple[Part, Understood]]) -> Understood:
    """One understanding of all needs, entities at their place in the whole message."""
    first = pieces[0][1]
    entities = tuple(
        Entity(e.entity, e.typed, e.value, e.start + part.start, e.end + part.start)
        for part, understood in pieces
        for e in understood.entities
    )
    return Understood(first.intent, first.confidence, tuple(u.intent for _, u in pieces), entities)
