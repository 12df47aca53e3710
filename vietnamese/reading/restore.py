"""Choose one reading for each word: the likeliest path through pairs and triples.

The search keeps states of two words. For each word before, the best way to it is found once
and serves all readings after it; only triples that were seen are looked at one by one. That
is a few dozen operations a word instead of the cube of its readings.

This is the reference; `vietnamese.reading.compiled` does the same in C where a compiler was found.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from vietnamese.reading.counts import TRIPLE_LEAN, UNKNOWN, UNKNOWN_CHANCE, Counts
from vietnamese.reading.slots import PAIRED, Choice, Slot

BEAM = 8
"""States kept after each word."""
FAINT = 1e-4
"""A state this much less likely than the best is dropped."""
STEPS_KEPT = 4096
"""Steps from a word to a slot whose estimates are kept: 3 MB."""


class Best(NamedTuple):
    """Chosen index of each slot, its share among the slot's readings (0..1), the runner-up's
    index (or the chosen one's), and the log chance of the whole."""

    chosen: list[int]
    shares: list[float]
    runners: list[int]
    log: float


Search = Callable[[Sequence[Slot], Sequence[bool]], Best]
"""Slots, and before which of them the text starts anew (the first is taken to)."""

_State = tuple[float, int, int, int, int, int]
"""Score, word, word before, place of their pair or -1, choice, index of the state before."""
_Step = tuple[int, float, int, Choice]
"""Of a reading: its index, its chance after the word before, the place of their pair or -1."""
_SCORE: Final = 0
_WORD: Final = 1
_PAIR: Final = 3
_CHOICE: Final = 4
_BACK: Final = 5
_START: Final[_State] = (1.0, 0, UNKNOWN, -1, 0, 0)


def searcher(counts: Counts) -> Search:
    """A search through these counts. Safe to share between threads."""
    table = _Table(counts)

    def search(slots: Sequence[Slot], opens: Sequence[bool]) -> Best:
        found = Best([], [], [], 0.0)
        begin = 0
        for end in range(1, len(slots) + 1):
            if end == len(slots) or opens[end]:
                one = _best(slots[begin:end], table)
                found.chosen.extend(one.chosen)
                found.shares.extend(one.shares)
                found.runners.extend(one.runners)
                found = found._replace(log=found.log + one.log)
                begin = end
        return found

    return search


class _Table:
    """The counts, and what was looked up in them for steps that come again and again."""

    def __init__(self, counts: Counts) -> None:
        self.counts = counts
        self.steps = lru_cache(maxsize=STEPS_KEPT)(self._steps)

    def _steps(self, word: int, slot: Slot) -> list[_Step]:
        counts = self.counts
        places = counts.pairs_of(word, sorted(c.first for c in slot.choices if c.first >= 0))
        lean = counts.lean[word] if word >= 0 else 0.0
        after = counts.after[word] if lean else 1.0
        found: list[_Step] = []
        for at, choice in enumerate(slot.choices):
            reading, pair = choice.first, -1
            if reading < 0:
                estimate = UNKNOWN_CHANCE
            elif lean:
                pair = places.get(reading, -1)
                seen = counts.pair_counts[pair] if pair >= 0 else 0.0
                estimate = (seen + lean * counts.chance[reading]) / after
            else:
                estimate = counts.chance[reading]
            found.append((at, estimate, pair, choice))
        return found


def _best(slots: Sequence[Slot], table: _Table) -> Best:
    """The likeliest reading of one stretch."""
    states: list[_State] = [_START]
    trail: list[list[_State]] = []
    log, scale = 0.0, 1.0
    for slot in slots:
        states = _step(states, slot, table, 1.0 / scale)
        scale = max(states)[_SCORE]
        if len(states) > 1:
            floor = scale * FAINT
            states = [state for state in states if state[_SCORE] >= floor]
            states.sort(reverse=True)
            del states[BEAM:]
        log += math.log(scale)
        trail.append(states)
    return _trace(trail, log)


def _step(states: list[_State], slot: Slot, table: _Table, scale: float) -> list[_State]:
    found: list[_State] = []
    for word, ways in _by_word(states).items():
        top, top_at, leant = _ways(states, ways, scale, table.counts)
        for at, estimate, pair, (weight, _, last, before, inner) in table.steps(word, slot):
            value, back = top * estimate, top_at
            if leant and pair >= 0:
                reading = slot.choices[at].first
                value, back = _threes(reading, estimate, (value, back), leant, table.counts)
            if before == PAIRED:
                found.append((value * weight, last, word, pair, at, back))
            else:
                found.append((value * weight, last, before, inner, at, back))
    return found


def _by_word(states: list[_State]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for index, state in enumerate(states):
        groups.setdefault(state[_WORD], []).append(index)
    return groups


_Leant = tuple[int, int, int, float, float]


def _ways(
    states: list[_State], ways: list[int], scale: float, counts: Counts
) -> tuple[float, int, list[_Leant]]:
    """Ways to one word: the best where no triple is seen, and those with triples to look up.

    A pair whose triples are known leaves to other words what its triples do not take.
    """
    top, top_at = 0.0, ways[0]
    leant: list[_Leant] = []
    for index in ways:
        state = states[index]
        share, pair = state[_SCORE] * scale, state[_PAIR]
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


def _trace(trail: list[list[_State]], log: float) -> Best:
    """Back along the best states; a reading's share is weighed with one word after it known."""
    chosen: list[int] = []
    shares: list[float] = []
    runners: list[int] = []
    ahead: dict[int, float] = {}
    for state in trail[-1]:
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
