"""What a word may mean, ready for the search: made once for each word and kept.

Readers meet the same few thousand words over and over, so most slots of a message are found,
not made.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, pairwise
from struct import pack
from typing import NamedTuple

from vietnamese.reading.counts import UNKNOWN, Counts
from vietnamese.reading.letters import fold, split_tone, unmark
from vietnamese.reading.syllable import is_syllable
from vietnamese.reading.tally import NUMBER

KEPT = 2048
"""Slots of each kind that are kept: a few MB in all."""
OFTEN = 0.5
"""How often a word's accents are dropped by who types them in part."""
AS_TYPED = 0.02
"""A short form that is meant as it stands."""
PAIRED = -2
"""In place of the word before the last: the reading is one word, its pair is to be found."""


class Choice(NamedTuple):
    """A reading's first word and its weight; of several words, also the last two's place.

    `weight` holds the chances of the words inside. `pair` is -1 where the pair was not seen.
    """

    weight: float
    first: int
    last: int
    before: int
    pair: int


class Slot:
    """The readings of one word, side by side: texts for the message, choices for the search."""

    __slots__ = ("choices", "packed", "texts")

    def __init__(self, readings: Iterable[tuple[str, Choice]]) -> None:
        pairs = tuple(readings)
        self.texts = tuple(text for text, _ in pairs)
        self.choices = tuple(choice for _, choice in pairs)
        self.packed = pack("diiii" * len(pairs), *chain.from_iterable(self.choices))
        """The choices as `struct choice` of path.c."""


class Slots:
    """Makes slots from one set of counts."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self.only = lru_cache(maxsize=KEPT)(self._only)
        self.bare = lru_cache(maxsize=KEPT)(self._bare)
        self.marked = lru_cache(maxsize=KEPT)(self._marked)
        self.short = lru_cache(maxsize=KEPT)(self._short)
        self.number = self._only(NUMBER)

    def _only(self, text: str) -> Slot:
        """A word, or several, that mean what they say."""
        return Slot([(text, self._choice(text, 1.0))])

    def _bare(self, word: str, dropped: float) -> Slot:
        """A word without accents, when those of its readings are dropped so often."""
        readings = self._readings(word, 1.0, dropped)
        if dropped < 1.0 or not readings:
            readings.setdefault(word, _one(UNKNOWN, 1.0))
        return Slot(readings.items())

    def _marked(self, word: str) -> Slot:
        """A known syllable is itself; `đươc`, `tiêng` have the marks that were typed, and more."""
        if is_syllable(word) and self._counts.id(word) >= 0:
            return self.only(word)
        readings = [(word, _one(UNKNOWN, 1.0))]
        for number in self._counts.ids_of(fold(word)):
            text = self._counts.name(number)
            if _adds_marks(word, text):
                readings.append((text, _one(number, OFTEN)))
        return Slot(readings)

    def _short(self, word: str, meant: tuple[str, ...]) -> Slot:
        """A short form: itself, what it may mean, and the accents it may lack."""
        readings = {word: self._choice(word, AS_TYPED)}
        readings |= {text: self._choice(text, 1.0) for text in meant}
        if word.isascii():
            for text, choice in self._readings(word, AS_TYPED, AS_TYPED).items():
                readings.setdefault(text, choice)
        return Slot(readings.items())

    def _readings(self, word: str, kept: float, dropped: float) -> dict[str, Choice]:
        """The accented forms of a bare word, and itself where it was counted."""
        counts = self._counts
        named = ((counts.name(number), number) for number in counts.ids_of(word))
        return {text: _one(number, kept if text == word else dropped) for text, number in named}

    def _choice(self, text: str, weight: float) -> Choice:
        ids = [self._counts.id(part) for part in text.split(" ")]
        if len(ids) == 1:
            return _one(ids[0], weight)
        for first, following in pairwise(ids):
            weight *= self._counts.follows(first, following)
        pair = self._counts.pair_place(ids[-2], ids[-1])
        return Choice(weight, ids[0], ids[-1], ids[-2], pair)


def _one(number: int, weight: float) -> Choice:
    return Choice(weight, number, number, PAIRED, -1)


def _adds_marks(typed: str, meant: str) -> bool:
    bare, tone = split_tone(typed)
    wanted, wanted_tone = split_tone(meant)
    return (
        len(bare) == len(wanted)
        and tone in ("", wanted_tone)
        and all(a in (b, unmark(b)[0]) for a, b in zip(bare, wanted, strict=True))
    )
