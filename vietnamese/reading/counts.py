"""Word, pair and triple counts as probabilities: the small language model behind reading.

A pair's estimate leans on the single word's (Witten and Wakeup), a triple's on the pair's
(Dirichlet). Words of one bare form stand side by side, so one bisection finds them all.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from vietnamese.reading.letters import fold
from vietnamese.reading.pack import Packed

UNKNOWN = -1
"""Id of a word that was never counted."""
UNKNOWN_CHANCE = 1e-8
MAX_READINGS = 12
ABSENT = 0.05
"""Added to each word's count."""
PAIR_LEAN = 1.5
"""Weight of the single word's estimate, for each different follower that was seen."""
TRIPLE_LEAN = 2.0
"""Sightings of a triple that weigh as much as the pair's estimate."""


class Counts:
    """Counts with the readings of each bare form, most frequent first."""

    def __init__(self, packed: Packed) -> None:
        self._words = packed.words
        self._counts = packed.counts
        self.pair_at = packed.pair_at
        self.second = packed.second
        self.pair_counts = packed.pair_counts
        self.triple_at = packed.triple_at
        self.third = packed.third
        self.triple_counts = packed.triple_counts
        self.triple_sums = array("d", accumulate(packed.triple_counts, initial=0.0))
        """Counts of the triples up to each place: a pair's triples in all are a difference."""
        self._groups = _groups(packed.words)
        self._begins = bytearray(len(packed.words))
        """1 at the first word of each bare form."""
        for low in self._groups.values():
            self._begins[low] = 1
        total = sum(packed.counts) or 1.0
        self.chance = array("f", ((count + ABSENT) / total for count in packed.counts))
        """Of each word by itself."""
        self.after = array("f", _totals(packed))
        """Sightings of each word before another, plus what the single estimate weighs."""
        self.lean = array("f", (
            PAIR_LEAN * (packed.pair_at[w + 1] - packed.pair_at[w])
            for w in range(len(packed.words))
        ))  # fmt: skip
        self.ids_of = lru_cache(maxsize=4096)(self._ids_of)
        self.id = lru_cache(maxsize=4096)(self._id)

    def _ids_of(self, folded: str) -> tuple[int, ...]:
        low = self._groups.get(folded, 0)
        return tuple(range(low, min(self._end(low), low + MAX_READINGS))) if low else ()

    def _id(self, word: str) -> int:
        if not word:
            return 0
        low = self._groups.get(fold(word), 0)
        for at in range(low, self._end(low) if low else 0):
            if self._words[at] == word:
                return at
        return UNKNOWN

    def _end(self, low: int) -> int:
        """Behind the last word of the bare form that begins at `low`."""
        end = self._begins.find(1, low + 1)
        return end if end > 0 else len(self._words)

    def name(self, number: int) -> str:
        return self._words[number]

    def readings(self, folded: str) -> tuple[str, ...]:
        """Accented forms seen for a bare word, most frequent first; empty if none."""
        return tuple(self._words[number] for number in self.ids_of(folded))

    def word(self, word: str) -> float:
        number = self.id(word)
        return 0.0 if number < 0 else self._counts[number]

    def pair(self, first: str, second: str) -> float:
        at = self.pair_place(self.id(first), self.id(second))
        return 0.0 if at < 0 else self.pair_counts[at]

    def pair_place(self, first: int, second: int) -> int:
        """Where the pair's count stands, or -1."""
        if first < 0 or second < 0:
            return -1
        end = self.pair_at[first + 1]
        at = bisect_left(self.second, second, self.pair_at[first], end)
        return at if at < end and self.second[at] == second else -1

    def pairs_of(self, first: int, seconds: Sequence[int]) -> dict[int, int]:
        """Where the counts of the pairs with these words (ascending) stand, of those seen."""
        if first < 0 or not seconds:
            return {}
        second, end, places = self.second, self.pair_at[first + 1], {}
        at = bisect_left(second, seconds[0], self.pair_at[first], end)
        if seconds[-1] - seconds[0] < 2 * MAX_READINGS:  # words of one bare form: neighbours
            while at < end and second[at] <= seconds[-1]:
                places[second[at]] = at
                at += 1
            return places
        for number in seconds:
            at = bisect_left(second, number, at, end)
            if at < end and second[at] == number:
                places[number] = at
        return places

    def follows(self, first: int, second: int) -> float:
        """Chance of `second` after `first`."""
        if second < 0:
            return UNKNOWN_CHANCE
        if first < 0:
            return self.chance[second]
        at = self.pair_place(first, second)
        seen = self.pair_counts[at] if at >= 0 else 0.0
        lean = self.lean[first]
        return (seen + lean * self.chance[second]) / self.after[first] if lean else (
            self.chance[second]
        )  # fmt: skip


def _groups(words: list[str]) -> dict[str, int]:
    """The first word of each bare form. Bare words are their own keys: no second string."""
    groups: dict[str, int] = {}
    for at, word in enumerate(words):
        if at:
            groups.setdefault(word if word.isascii() else fold(word), at)
    return groups


def _totals(packed: Packed) -> list[float]:
    starts, counts = packed.pair_at, packed.pair_counts
    return [
        sum(counts[starts[w] : starts[w + 1]]) + PAIR_LEAN * (starts[w + 1] - starts[w])
        for w in range(len(packed.words))
    ]
