"""Counting text: words, neighbours and threes, of stretches between marks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from vietnamese.reading.letters import nfc
from vietnamese.reading.syllable import canonical

START = ""
"""Stands before the first word of a stretch."""
NUMBER = "0"
"""Stands for every number and code."""

_SHIFT = 20
_TOKEN = re.compile(r"[^\W_]+|[.!?;:,()\[\]\"“”«»\n|/–—…]")
_BREAKS = frozenset('.!?;:,()[]"“”«»\n|/–—…')


def stretches(text: str) -> Iterator[list[str]]:
    """Lower-case words of each stretch between marks, tones in their one place."""
    words: list[str] = []
    for token in _TOKEN.findall(nfc(text).lower()):
        if token in _BREAKS:
            if words:
                yield words
            words = []
        elif token.isalpha():
            words.append(canonical(token))
        elif not words or words[-1] != NUMBER:
            words.append(NUMBER)
    if words:
        yield words


class Tally:
    """Counts in plain dictionaries, while counting. Up to a million different words."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {START: 0}
        self.words: dict[int, float] = {}
        self.pairs: dict[int, float] = {}
        self.triples: dict[int, float] = {}

    def add(self, texts: Iterable[str], weight: float = 1.0) -> None:
        for text in texts:
            for words in stretches(text):
                self.add_words(words, weight)

    def add_words(self, words: Iterable[str], weight: float = 1.0, *, alone: bool = False) -> None:
        """One stretch; `alone` when it is cut out of its context and no start is known."""
        ids, single, pairs, triples = self.ids, self.words, self.pairs, self.triples
        before, last = 0, 0
        if not alone:
            single[0] = single.get(0, 0.0) + weight
        for word in words:
            number = ids.setdefault(word, len(ids))
            single[number] = single.get(number, 0.0) + weight
            if last or not alone:
                pair = last << _SHIFT | number
                pairs[pair] = pairs.get(pair, 0.0) + weight
                if last:
                    triple = before << 2 * _SHIFT | pair
                    triples[triple] = triples.get(triple, 0.0) + weight
            before, last = last, number

    def prune(self, least_word: float, least_pair: float, least_triple: float) -> None:
        """Leave out what was seen less often; pairs and triples of rare words with them."""
        self.words = {k: v for k, v in self.words.items() if v >= least_word or not k}
        kept = self.words
        low = (1 << _SHIFT) - 1
        self.pairs = {
            k: v
            for k, v in self.pairs.items()
            if v >= least_pair and k >> _SHIFT in kept and k & low in kept
        }
        self.triples = {
            k: v
            for k, v in self.triples.items()
            if v >= least_triple and k & (1 << 2 * _SHIFT) - 1 in self.pairs
            and k >> _SHIFT in self.pairs
        }  # fmt: skip
