"""How much of a query a text holds, each word weighed by its rarity."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from retrieval.index.lexical import Lexical


class Rarity:
    """Inverse document frequency of folded terms in one index."""

    def __init__(self, lexical: Lexical, fields: Sequence[str]) -> None:
        self._size = max(1, lexical.size)
        self.pair_weight = lru_cache(maxsize=50_000)(
            lambda pair: math.log(1 + self._size / (1 + lexical.frequency(pair, fields, "p")))
        )
        self.frequency = lru_cache(maxsize=50_000)(lambda term: lexical.frequency(term, fields))

    def weight(self, term: str) -> float:
        """0 for a word in every document; an unknown word weighs the most."""
        return math.log(1 + self._size / (1 + self.frequency(term)))

    def coverage(
        self,
        wanted: Sequence[str],
        present: Iterable[str],
        spellings: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> float:
        """Share (0..1) of the wanted weight that is present, as typed or in another spelling.

        1 when nothing is wanted.
        """
        held = set(present)
        total = sum(self.weight(term) for term in wanted)
        if not total:
            return 1.0
        found = (
            term
            for term in wanted
            if term in held or any(form in held for form in spellings.get(term, ()))
        )
        return sum(self.weight(term) for term in found) / total

    def pair_coverage(self, wanted: Sequence[str], present: Iterable[str]) -> float:
        """The same of neighbouring words; 0 when there are none."""
        held = set(present)
        weights = {pair: self.pair_weight(pair) for pair in wanted}
        total = sum(weights.values())
        return sum(w for pair, w in weights.items() if pair in held) / total if total else 0.0
