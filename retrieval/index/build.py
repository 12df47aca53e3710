"""Bring the index up to the record store: changes onto a copy, or everything anew."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from retrieval.index import embed, layout
from retrieval.index.cache import VectorCache
from retrieval.index.lexical import Lexical
from retrieval.index.schema import (
    FORMAT,
    PAGES,
    PASSAGES,
    WORKS,
    page_row,
    passage_row,
    work_row,
)
from retrieval.index.writing import Writer
from retrieval.model import Page, Work
from retrieval.passages import passages_of
from retrieval.port import Encoder
from retrieval.records import Change, Store
from retrieval.records.codec import load

COMMIT_EVERY = 50_000
"""Works between commits: what a killed build loses at most (about 15 s of work)."""
MOST_CHANGED = 0.2
"""Share of the records changed since the last full build from which all is built anew."""
WAITING = 20_000
"""Texts without a vector from which the words are served before the vectors are made."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Changes of works and of pages to take in: after one number, up to another."""

    works: tuple[int, int]
    pages: tuple[int, int]


def update(home: Path, encoder: Encoder | None, *, anew: bool = False) -> Path:
    """The version then served, holding every record of the store.

    Without an encoder there are words and no vectors. What is up to date stays as it is.
    Raises OSError, sqlite3.Error.
    """
    store = Store(home)
    cache = VectorCache(home, encoder) if encoder is not None else None
    try:
        with layout.building(home):
            return _Builder(home, store, encoder, cache).run(anew=anew)
    finally:
        store.close()
        if cache is not None:
            cache.close()


class _Builder:
    def __init__(
        self, home: Path, store: Store, encoder: Encoder | None, cache: VectorCache | None
    ) -> None:
        self._home, self._store, self._encoder, self._cache = home, store, encoder, cache
        self._model = encoder.model if encoder is not None else ""

    def run(self, *, anew: bool) -> Path:
        base = None if anew else self._base()
        version = base or self._full()
        while (span := self._behind(layout.facts(version))) is not None:
            version = self._changes(version, span)
        return version

    def _base(self) -> Path | None:
        """The version served, if changes may be applied to it."""
        try:
            version = layout.served(self._home)
        except layout.IndexBrokenError:
            return None
        facts = layout.facts(version)
        if facts.get("format") != FORMAT or facts["encoder"] != self._model:
            return None
        behind = sum(self._store.last(kind) - facts[f"{kind}s_first"] for kind in ("work", "page"))
        return version if behind <= 1000 + MOST_CHANGED * self._records() else None

    def _records(self) -> int:
        return self._store.count("work") + self._store.count("page")

    def _behind(self, facts: dict[str, Any]) -> _Span | None:
        works = (facts["works_upto"], self._store.last("work"))
        pages = (facts["pages_upto"], self._store.last("page"))
        return None if works[0] == works[1] and pages[0] == pages[1] else _Span(works, pages)

    def _full(self) -> Path:
        plan: dict[str, object] = {
            "format": FORMAT,
            "encoder": self._model,
            "works_upto": self._store.last("work"),
            "pages_upto": self._store.last("page"),
        }
        folder, plan = layout.resume(self._home, plan, "_upto")
        upto = {kind: int(str(plan[f"{kind}s_upto"])) for kind in ("work", "page")}
        span = _Span((0, upto["work"]), (0, upto["page"]))
        first = {"works_first": upto["work"], "pages_first": upto["page"]}
        self._words(folder, span)
        if self._cache is not None and self._encoder is not None:
            self._serve_words(folder, span, first)
            embed.add(folder, self._store, self._cache, span.works, span.pages)
        return layout.publish(self._home, folder, self._facts(folder, span, first))

    def _serve_words(self, folder: Path, span: _Span, first: dict[str, int]) -> None:
        """With many vectors to make and nothing served, readers get the words at once."""
        try:
            layout.served(self._home)
        except layout.IndexBrokenError:
            if self._records() > WAITING:
                facts = self._facts(folder, span, first) | {"encoder": ""}
                layout.publish(self._home, layout.copied(self._home, folder), facts)

    def _changes(self, version: Path, span: _Span) -> Path:
        folder = layout.copied(self._home, version)
        before = layout.facts(version)
        self._words(folder, span)
        if self._cache is not None and self._encoder is not None:
            embed.add(folder, self._store, self._cache, span.works, span.pages)
        first = {name: before[name] for name in ("works_first", "pages_first")}
        return layout.publish(self._home, folder, self._facts(folder, span, first))

    def _words(self, folder: Path, span: _Span) -> None:
        self._works(folder, span)
        self._pages(folder, span)

    def _works(self, folder: Path, span: _Span) -> None:
        after, upto = span.works
        writer = Writer(folder / WORKS.name, WORKS)
        done = max(after, writer.last() if after == 0 else 0)
        pending = _told(self._store.changes("work", done, upto), "works", upto)
        for count, change in enumerate(pending, start=1):
            if after:
                writer.remove("id", change.id)
            if change.body is not None:
                writer.add(work_row(change.seq, load(change.body, Work)))
            if count % COMMIT_EVERY == 0:
                writer.commit()
        writer.close()

    def _pages(self, folder: Path, span: _Span) -> None:
        after, upto = span.pages
        if after == 0:  # a killed build's pages are made again: they are few beside the works
            for name in (PAGES.name, PASSAGES.name):
                shutil.rmtree(folder / name, ignore_errors=True)
        whole, parts = Writer(folder / PAGES.name, PAGES), Writer(folder / PASSAGES.name, PASSAGES)
        for change in self._store.changes("page", after, upto):
            if after:
                whole.remove("id", change.id)
                parts.remove("page", change.id)
            if change.body is not None:
                page = load(change.body, Page)
                whole.add(page_row(change.seq, page))
                for place, passage in enumerate(passages_of(page)):
                    parts.add(passage_row(embed.passage_number(change.seq, place), passage))
        parts.close()
        whole.close()

    def _facts(self, folder: Path, span: _Span, first: dict[str, int]) -> dict[str, Any]:
        return {
            "built": datetime.now(UTC).isoformat(timespec="seconds"),
            "format": FORMAT,
            "encoder": self._model,
            "works": Lexical(folder / WORKS.name, WORKS).size,
            "pages": Lexical(folder / PAGES.name, PAGES).size,
            "passages": Lexical(folder / PASSAGES.name, PASSAGES).size,
            "works_upto": span.works[1],
            "pages_upto": span.pages[1],
            **first,
        }


def _told(changes: Iterator[Change], what: str, upto: int) -> Iterator[Change]:
    for number, change in enumerate(changes, start=1):
        yield change
        if number % 10_000 == 0:
            sys.stderr.write(f"\rindex: {what} {change.seq}/{upto}")
            sys.stderr.flush()
