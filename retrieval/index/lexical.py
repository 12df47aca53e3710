"""BM25 over our own terms in tantivy: each field accented, folded, and in folded pairs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from retrieval.index.schema import VIEWS, Shape, schema
from retrieval.index.writing import register
from retrieval.terms import Terms

LexicalQuery = tantivy.Query
"""A query of this module, opaque to its callers."""

VIEW_SHARES = (0.6, 1.0, 1.5)
"""Accented, folded, pairs: an accent and a neighbour that fit are worth more, not all."""


PLACES_KEPT = 50_000
"""Documents whose place in the index is remembered, some 200 bytes each."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it was written: its record as JSON, and its lines."""

    body: bytes
    lines: bytes


class Lexical:
    """A read-only index, memory-mapped. Field weights are the caller's."""

    def __init__(self, folder: Path, shape: Shape) -> None:
        self._schema = schema(shape)
        self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
        register(self._index)
        self._index.reload()
        self._searcher = self._index.searcher()
        self._places: dict[int, Any] = {}

    def search(self, query: LexicalQuery, limit: int) -> list[tuple[int, float]]:
        """(number, score), best first."""
        found = self._searcher.search(query, limit, count=False).hits
        numbers = self._numbers([address for _, address in found])
        return [(n, float(score)) for n, (score, _) in zip(numbers, found, strict=True)]

    def sorted_by(self, query: LexicalQuery, figure: str, limit: int, offset: int) -> list[int]:
        """Numbers, the highest figure first."""
        found = self._searcher.search(
            query, limit, count=False, order_by_field=figure, offset=offset
        ).hits
        return self._numbers([address for _, address in found])

    def stored(self, numbers: Iterable[int]) -> dict[int, Stored]:
        """Records by number; a number no longer in the index is absent."""
        wanted = list(numbers)
        unknown = [number for number in wanted if number not in self._places]
        if unknown:
            query = tantivy.Query.term_set_query(self._schema, "number", unknown)
            hits = self._searcher.search(query, len(unknown), count=False).hits
            self._numbers([address for _, address in hits])
        return {n: self._stored(self._places[n]) for n in wanted if n in self._places}

    def count(self, query: LexicalQuery) -> int:
        """How many documents match."""
        return int(getattr(self._searcher.search(query, 1, count=True), "count", 0) or 0)

    def facets(self, query: LexicalQuery, names: Sequence[str]) -> dict[str, dict[str, int]]:
        """How many matching documents have each value of the named keywords."""
        asked = {name: {"terms": {"field": name, "size": 50}} for name in names}
        found: dict[str, Any] = self._searcher.aggregate(query, asked)
        return {
            name: {str(b["key"]): int(b["doc_count"]) for b in found[name]["buckets"]}
            for name in names
        }

    def frequency(self, term: str, fields: Sequence[str], view: str = "f") -> int:
        """In how many documents a term of a view stands, the most of any field."""
        return max(self._searcher.doc_freq(f"{field}_{view}", term) for field in fields)

    @property
    def size(self) -> int:
        return int(self._searcher.num_docs)

    def any_of(self, found: Terms, weights: Mapping[str, float]) -> LexicalQuery:
        """Any term in any of the fields, weighted."""
        parts = []
        for field, weight in weights.items():
            views = (found.accented, found.folded, found.pairs)
            for view, words, share in zip(VIEWS, views, VIEW_SHARES, strict=True):
                for word in dict.fromkeys(words):
                    term = self._term(f"{field}_{view}", word)
                    parts.append(
                        (tantivy.Occur.Should, tantivy.Query.boost_query(term, weight * share))
                    )
        return tantivy.Query.boolean_query(parts)

    def all_of(self, folded: Sequence[str], fields: Sequence[str]) -> LexicalQuery:
        """Every folded term in at least one of the fields."""
        parts = []
        for word in dict.fromkeys(folded):
            either = [(tantivy.Occur.Should, self._term(f"{f}_f", word)) for f in fields]
            parts.append((tantivy.Occur.Must, tantivy.Query.boolean_query(either)))
        return tantivy.Query.boolean_query(parts)

    def beginning(self, prefix: str) -> LexicalQuery:
        """Titles that begin with a folded line."""
        return tantivy.Query.regex_query(self._schema, "titled", f"{prefix}.*")

    def near(self, folded: Sequence[str], field: str) -> LexicalQuery:
        """Terms one slip away, swapped neighbours included."""
        parts = [
            (
                tantivy.Occur.Should,
                tantivy.Query.fuzzy_term_query(self._schema, f"{field}_f", word, 1, True, False),
            )
            for word in dict.fromkeys(folded)
            if len(word) > 2  # one slip in two letters is another word
        ]
        return tantivy.Query.boolean_query(parts)

    def keyword(self, name: str, values: Sequence[str]) -> LexicalQuery:
        """One of the exact values."""
        either = [(tantivy.Occur.Should, self._term(name, value)) for value in values]
        return tantivy.Query.boolean_query(either)

    def numbered(self, numbers: Sequence[int]) -> LexicalQuery:
        return tantivy.Query.term_set_query(self._schema, "number", list(numbers))

    def years(self, first: int | None, last: int | None) -> LexicalQuery:
        """A year within the bounds, both included; an unknown year (0) is not."""
        return tantivy.Query.range_query(
            self._schema, "year", tantivy.FieldType.Unsigned, max(1, first or 1), last or 9999
        )

    def _numbers(self, addresses: list[Any]) -> list[int]:
        """Numbers of documents, whose places are remembered: a hit's record is read next."""
        values = self._searcher.fast_field_values("number", addresses)
        numbers = [int(value or 0) for value in values]
        if len(self._places) > PLACES_KEPT:
            self._places = {}
        self._places |= zip(numbers, addresses, strict=True)
        return numbers

    def _stored(self, address: Any) -> Stored:
        held = self._searcher.doc(address)
        return Stored(held.get_first("body") or b"", held.get_first("lines") or b"")

    def _term(self, field: str, word: str) -> LexicalQuery:
        return tantivy.Query.term_query(self._schema, field, word, "freq")


def both(wanted: LexicalQuery, filters: Sequence[LexicalQuery]) -> LexicalQuery:
    """`wanted`, narrowed by every filter; filters do not change the score."""
    if not filters:
        return wanted
    parts = [(tantivy.Occur.Must, wanted)]
    parts += [(tantivy.Occur.Must, tantivy.Query.const_score_query(each, 0.0)) for each in filters]
    return tantivy.Query.boolean_query(parts)


def everything() -> LexicalQuery:
    return tantivy.Query.all_query()
