"""How much of a query a text holds, each word weighed by its rarity."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from retrieval.index.lexical import Lexical


@dataclass(frozen=True, slots=True)
class Weighed:
    """Words with their shares of the whole weight, and other spellings of some."""

    shares: Mapping[str, float]
    others: Mapping[str, frozenset[str]]

    def covered(self, held: Set[str]) -> float:
        """Share (0..1) of the weight that is present, as typed or in another spelling.

        1 when nothing is wanted.
        """
        if not self.shares:
            return 1.0
        found = 0.0
        for word, share in self.shares.items():
            if word in held:
                found += share
        for word, forms in self.others.items():
            if word not in held and not forms.isdisjoint(held):
                found += self.shares[word]
        return found


class Rarity:
    """Inverse document frequency of folded terms in one index."""

    def __init__(self, lexical: Lexical, fields: Sequence[str]) -> None:
        self._size = max(1, lexical.size)
        self.pair_frequency = lru_cache(maxsize=50_000)(
            lambda pair: lexical.frequency(pair, fields, "p")
        )
        self.frequency = lru_cache(maxsize=50_000)(lambda term: lexical.frequency(term, fields))

    def weight(self, term: str) -> float:
        """0 for a word in every document; an unknown word weighs the most."""
        return self._rare(self.frequency(term))

    def pair_weight(self, pair: str) -> float:
        """The same of two neighbouring words."""
        return self._rare(self.pair_frequency(pair))

    def _rare(self, frequency: int) -> float:
        return math.log(1 + self._size / (1 + frequency))

    def weighed(
        self,
        words: Sequence[str],
        spellings: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> Weighed:
        """Words to be looked for in many texts, weighed once."""
        others = {w: frozenset(spellings[w]) for w in words if spellings.get(w)}
        return Weighed(_shares({w: self.weight(w) for w in words}), others)

    def weighed_pairs(self, pairs: Sequence[str]) -> Weighed:
        """The same of neighbouring words."""
        return Weighed(_shares({pair: self.pair_weight(pair) for pair in pairs}), {})


def _shares(weights: Mapping[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {word: weight / total for word, weight in weights.items()} if total else {}
