"""Choose one reading for each word: the likeliest path through pairs and triples.

The search keeps states of two words. For each word before, the best way to it is found once
and serves all readings after it; only triples that were seen are looked at one by one. That
is a few dozen operations a word instead of the cube of its readings.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from vietnamese.counts import TRIPLE_LEAN, UNKNOWN, UNKNOWN_CHANCE, Counts

BEAM = 8
"""States kept after each word."""
FAINT = 1e-4
"""A state this much less likely than the best is dropped."""


class Choice(NamedTuple):
    """A reading: word ids in order (one, or several for a short form) and its weight."""

    ids: tuple[int, ...]
    weight: float


class Best(NamedTuple):
    """Chosen index of each slot, its share among the slot's readings (0..1), the runner-up's
    index (or the chosen one's), and the log chance of the whole."""

    chosen: list[int]
    shares: list[float]
    runners: list[int]
    log: float


_State = tuple[float, int, int, int, int, int]
"""Score, word, word before, place of their pair or -1, choice, index of the state before."""
_SCORE: Final = 0
_WORD: Final = 1
_PAIR: Final = 3
_CHOICE: Final = 4
_BACK: Final = 5


def best(slots: Sequence[Sequence[Choice]], counts: Counts, before: int = 0) -> Best:
    """The likeliest reading of the slots, after the word `before` (0: a start)."""
    states: list[_State] = [(1.0, before, UNKNOWN, -1, 0, 0)]
    trail: list[list[_State]] = []
    log, scale = 0.0, 1.0
    for slot in slots:
        states = _step(states, slot, counts, 1.0 / scale)
        if len(states) > 1:
            states.sort(reverse=True)
            floor = states[0][_SCORE] * FAINT
            kept = min(BEAM, len(states))
            while states[kept - 1][_SCORE] < floor:
                kept -= 1
            del states[kept:]
        scale = states[0][_SCORE]
        log += math.log(scale)
        trail.append(states)
    return _trace(trail, log)


def _step(
    states: list[_State], slot: Sequence[Choice], counts: Counts, scale: float
) -> list[_State]:
    found: list[_State] = []
    chance, second, pair_counts = counts.chance, counts.second, counts.pair_counts
    for word, ways in _by_word(states).items():
        top, top_at, leant = _ways(states, ways, counts)
        begin, end = (counts.pair_at[word], counts.pair_at[word + 1]) if word >= 0 else (0, 0)
        lean, sightings = 1.0, 1.0
        if begin < end:
            sightings = counts.after[word]
            lean = counts.lean[word] / sightings
        for at, (ids, weight) in enumerate(slot):
            reading = ids[0]
            pair, back = -1, top_at
            if reading < 0:
                value = top * UNKNOWN_CHANCE
            else:
                estimate = lean * chance[reading]
                if begin < end:
                    place = bisect_left(second, reading, begin, end)
                    if place < end and second[place] == reading:
                        pair = place
                        estimate += pair_counts[place] / sightings
                value = top * estimate
                if pair >= 0 and leant:
                    value, back = _threes(reading, estimate, (value, back), leant, counts)
            value *= weight * scale
            if len(ids) == 1:
                found.append((value, reading, word, pair, at, back))
            else:
                found.append(_through(ids, value, at, back, counts))
    return found


def _by_word(states: list[_State]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for index, state in enumerate(states):
        groups.setdefault(state[_WORD], []).append(index)
    return groups


_Leant = tuple[int, int, int, float, float]


def _ways(states: list[_State], ways: list[int], counts: Counts) -> tuple[float, int, list[_Leant]]:
    """Ways to one word: the best where no triple is seen, and those with triples to look up.

    A pair whose triples are known leaves to other words what its triples do not take.
    """
    top, top_at = 0.0, ways[0]
    leant: list[_Leant] = []
    for index in ways:
        state = states[index]
        share, pair = state[_SCORE], state[_PAIR]
        if pair >= 0:
            begin, end = counts.triple_at[pair], counts.triple_at[pair + 1]
            if begin < end:
                seen = counts.pair_counts[pair]
                taken = counts.triple_sums[end] - counts.triple_sums[begin]
                rest = max(0.0, seen - taken) + TRIPLE_LEAN
                part = share / (seen + TRIPLE_LEAN)
                leant.append((index, begin, end, part, rest))
                share = part * rest
        if share > top:
            top, top_at = share, index
    return top, top_at, leant


def _threes(
    reading: int, estimate: float, way: tuple[float, int], leant: list[_Leant], counts: Counts
) -> tuple[float, int]:
    """`way`, or the better one through a triple that was seen."""
    value, back = way
    third = counts.third
    for index, first, last, part, rest in leant:
        place = bisect_left(third, reading, first, last)
        if place < last and third[place] == reading:
            total = part * (counts.triple_counts[place] + rest * estimate)
            if total > value:
                value, back = total, index
    return value, back


def _through(ids: tuple[int, ...], value: float, at: int, back: int, counts: Counts) -> _State:
    """The state after the last of several words."""
    for first, following in pairwise(ids):
        value *= counts.follows(first, following)
    return value, ids[-1], ids[-2], counts.pair_place(ids[-2], ids[-1]), at, back


def _trace(trail: list[list[_State]], log: float) -> Best:
    """Back along the best states; a reading's share is weighed with one word after it known."""
    chosen: list[int] = []
    shares: list[float] = []
    runners: list[int] = []
    ahead: dict[int, float] = {}
    for state in trail[-1] if trail else ():
        ahead.setdefault(state[_CHOICE], state[_SCORE])
    at = 0
    for step in range(len(trail) - 1, -1, -1):
        state = trail[step][at]
        choice = state[_CHOICE]
        share, runner = 1.0, choice
        if len(ahead) > 1:
            share = ahead[choice] / sum(ahead.values())
            runner = max((c for c in ahead if c != choice), key=ahead.__getitem__)
        chosen.append(choice)
        shares.append(share)
        runners.append(runner)
        at = state[_BACK]
        if step:
            ahead = {}
            before = trail[step - 1]
            for later in trail[step]:  # best first
                ahead.setdefault(before[later[_BACK]][_CHOICE], later[_SCORE])
    return Best(chosen[::-1], shares[::-1], runners[::-1], log)
