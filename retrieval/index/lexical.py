"""BM25 over our own terms in tantivy: each field accented, folded, and in folded pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import tantivy

from retrieval.terms import Terms, terms

Wanted = tantivy.Query
"""A query of this module, opaque to its callers."""

VIEWS = ("a", "f", "p")
"""Accented syllables, folded syllables, folded pairs."""
_ANALYZER = "spaces"
_HEAP = 64_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """A document: its number, texts by field, exact keywords, and a year."""

    number: int
    texts: Mapping[str, str]
    keywords: Mapping[str, Sequence[str]]
    year: int = 0


def write(
    folder: Path, fields: Sequence[str], keywords: Sequence[str], rows: Sequence[Row]
) -> None:
    """A fresh index in `folder`, one segment."""
    folder.mkdir(parents=True)
    index = tantivy.Index(_schema(fields, keywords), path=str(folder))
    _register(index)
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    for row in rows:
        document = tantivy.Document()
        document.add_unsigned("number", row.number)
        document.add_unsigned("year", row.year)
        for field, text in row.texts.items():
            for view, content in zip(VIEWS, _views(terms(text)), strict=True):
                document.add_text(f"{field}_{view}", content)
        for name, values in row.keywords.items():
            for value in values:
                document.add_text(name, value)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


class Lexical:
    """A read-only index. Field weights are the caller's."""

    def __init__(self, folder: Path, fields: Sequence[str], keywords: Sequence[str]) -> None:
        self._schema = _schema(fields, keywords)
        self._index = tantivy.Index(self._schema, path=str(folder))
        _register(self._index)
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        """(number, score), best first."""
        found = self._searcher.search(query, limit)
        return [
            (int(self._searcher.doc(address)["number"][0]), float(score))
            for score, address in found.hits
        ]

    def count(self, query: tantivy.Query) -> int:
        """How many documents match."""
        return int(getattr(self._searcher.search(query, 1, count=True), "count", 0) or 0)

    def frequency(self, term: str, fields: Sequence[str]) -> int:
        """In how many documents a folded term stands, the most of any field."""
        return max(self._searcher.doc_freq(f"{field}_f", term) for field in fields)

    @property
    def size(self) -> int:
        return int(self._searcher.num_docs)

    def any_of(self, found: Terms, weights: Mapping[str, float]) -> tantivy.Query:
        """Any term in any of the fields, weighted; pairs count half as much again."""
        parts = []
        for field, weight in weights.items():
            views = (found.accented, found.folded, found.pairs)
            for view, words, share in zip(VIEWS, views, (0.6, 1.0, 1.5), strict=True):
                for word in dict.fromkeys(words):
                    term = self._term(f"{field}_{view}", word)
                    parts.append(
                        (tantivy.Occur.Should, tantivy.Query.boost_query(term, weight * share))
                    )
        return tantivy.Query.boolean_query(parts)

    def all_of(self, folded: Sequence[str], fields: Sequence[str]) -> tantivy.Query:
        """Every folded term in at least one of the fields."""
        parts = []
        for word in dict.fromkeys(folded):
            either = [(tantivy.Occur.Should, self._term(f"{f}_f", word)) for f in fields]
            parts.append((tantivy.Occur.Must, tantivy.Query.boolean_query(either)))
        return tantivy.Query.boolean_query(parts)

    def near(self, folded: Sequence[str], field: str) -> tantivy.Query:
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

    def keyword(self, name: str, values: Sequence[str]) -> tantivy.Query:
        """One of the exact values."""
        either = [(tantivy.Occur.Should, self._term(name, value)) for value in values]
        return tantivy.Query.boolean_query(either)

    def years(self, first: int | None, last: int | None) -> tantivy.Query:
        """A year within the bounds, both included; an unknown year (0) is not."""
        return tantivy.Query.range_query(
            self._schema, "year", tantivy.FieldType.Unsigned, max(1, first or 1), last or 9999
        )

    def _term(self, field: str, word: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, word, "freq")


def both(wanted: tantivy.Query, filters: Sequence[tantivy.Query]) -> tantivy.Query:
    """`wanted`, narrowed by every filter; filters do not change the score."""
    parts = [(tantivy.Occur.Must, wanted)]
    parts += [(tantivy.Occur.Must, tantivy.Query.const_score_query(each, 0.0)) for each in filters]
    return tantivy.Query.boolean_query(parts)


def everything() -> tantivy.Query:
    return tantivy.Query.all_query()


def _views(found: Terms) -> tuple[str, str, str]:
    return " ".join(found.accented), " ".join(found.folded), " ".join(found.pairs)


def _schema(fields: Sequence[str], keywords: Sequence[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
    builder.add_unsigned_field("year", indexed=True, fast=True)
    for field in fields:
        for view in VIEWS:
            builder.add_text_field(f"{field}_{view}", tokenizer_name=_ANALYZER)
    for name in keywords:
        builder.add_text_field(name, tokenizer_name="raw")
    return builder.build()


def _register(index: tantivy.Index) -> None:
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_ANALYZER, analyzer)
