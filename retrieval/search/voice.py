"""Sure, doubtful or nothing: what may be said of the passages found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.model import PassageHit, PassageResults
from retrieval.search.wanted import Wanted
from retrieval.terms import folded_line

ANSWERING = 3
"""First hits of which one may answer."""
_OF_NOW = re.compile(r"\b(?:hien nay|hien|ngay nay|den nay|nay (?:la|thuoc|mang|con))\b")
"""Folded words of a sentence that speaks of its own time."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit, how surely it answers (2 sure, 1 doubtful, 0 not), whether the kind of answer asked
    for stands in it, and what was asked about that its passage does not have."""

    hit: PassageHit
    height: int
    fits: bool
    missed: tuple[str, ...]


def spoken(want: Wanted, ranked: Sequence[Candidate], limit: int) -> PassageResults:
    """The best of the first few that may be said comes first; the rest keep their order.

    Each certain fault of a candidate (another person's passage, no year where a year is asked for)
    takes one step from sure to doubtful to nothing; a question about now, which a text cannot
    know, takes two.
    """
    first = ranked[:ANSWERING]
    steps = [_steps(want, each) for each in first]
    top = max(range(len(first)), key=lambda n: (steps[n], first[n].hit.score), default=None)
    hits = [each.hit for each in ranked]
    if top is None:
        return PassageResults((), answered=False, missed=want.strangers)
    if steps[top] and top:
        hits.insert(0, hits.pop(top))
    missed = tuple(dict.fromkeys((*want.strangers, *first[top].missed)))
    return PassageResults(
        tuple(hits[:limit]), answered=steps[top] == 2, doubtful=steps[top] == 1, missed=missed
    )


def _steps(want: Wanted, each: Candidate) -> int:
    """2 sure, 1 doubtful, 0 nothing."""
    faults = bool(each.missed) + bool(want.strangers) + (not each.fits)
    if want.kind == "price" and not each.fits:
        faults = 2
    if want.now and _OF_NOW.search(folded_line(each.hit.sentence)) is None:
        faults = 2
    return max(0, each.height - faults)
