"""Writing documents into a tantivy index: a fresh one, or changes to a copy of an old one."""

from __future__ import annotations

from pathlib import Path

import tantivy

from retrieval.index.schema import ANALYZER, VIEWS, Row, Shape, schema
from retrieval.terms import Terms, terms

Document = tantivy.Document
"""A row as the index takes it, opaque to its callers."""
HEAP = 96_000_000
"""Bytes of unwritten documents; more gains little."""


class Writer:
    """One index folder. What was added counts once `commit` returns; `close` ends merging."""

    def __init__(self, folder: Path, shape: Shape) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._shape = shape
        self._index = tantivy.Index(schema(shape), path=str(folder))
        register(self._index)
        self._writer = self._index.writer(heap_size=HEAP, num_threads=1)

    def last(self) -> int:
        """The highest number committed; 0 in an empty index. For a killed build to go on from."""
        self._index.reload()
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.all_query(), 1, order_by_field="number")
        return int(found.hits[0][0]) if found.hits else 0

    def document(self, row: Row) -> Document:
        """The row as the index takes it; nothing is written yet.

        Raises ValueError, TypeError or OverflowError for a value that no index can hold.
        """
        document = tantivy.Document()
        document.add_unsigned("number", row.number)
        document.add_bytes("body", row.body.encode("utf-8", "replace"))
        if row.lines:
            document.add_bytes("lines", row.lines.encode("utf-8", "replace"))
        for name in self._shape.figures:
            document.add_unsigned(name, row.figures.get(name, 0))
        for field, text in row.texts.items():
            for view, content in zip(VIEWS, _views(terms(text)), strict=True):
                document.add_text(f"{field}_{view}", content)
        for name, values in row.keywords.items():
            for value in values:
                document.add_text(name, value)
        return document

    def add(self, document: Document) -> None:
        self._writer.add_document(document)

    def remove(self, keyword: str, value: str) -> None:
        """Every document with that exact keyword which was added before."""
        self._writer.delete_documents_by_term(keyword, value)

    def commit(self) -> None:
        self._writer.commit()

    def close(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()


def _views(found: Terms) -> tuple[str, str, str]:
    return " ".join(found.accented), " ".join(found.folded), " ".join(found.pairs)


def register(index: tantivy.Index) -> None:
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(ANALYZER, analyzer)
