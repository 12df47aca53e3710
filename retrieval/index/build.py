"""Bring the index up to the record store: changes onto a copy, or everything anew."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from retrieval.index import embed, layout, names
from retrieval.index.cache import VectorCache
from retrieval.index.left_out import LeftOut
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
from retrieval.index.writing import Document, Writer
from retrieval.model import Page, Work
from retrieval.passages import passages_of
from retrieval.port import Encoder
from retrieval.records import Change, Kind, Store
from retrieval.records.codec import load

KINDS: tuple[Kind, ...] = ("work", "page")
COMMIT_EVERY = 50_000
"""Works between commits: what a killed build loses at most (about 15 s of work)."""
MAX_REPLACED = 0.2
"""Share of the records replaced or deleted since the last full build from which all is built
anew, so that what no longer stands takes no room."""
FEW = 300
"""Texts whose vectors are waited for (some 3 s); with more, the words are served first."""

_Made = Callable[[Change], list[Document]]


@dataclass(frozen=True, slots=True)
class _Span:
    """Changes of works and of pages to take in: after one number, up to another."""

    works: tuple[int, int]
    pages: tuple[int, int]


def update(
    home: Path, encoder: Encoder | None, *, anew: bool = False, words_only: bool = False
) -> Path:
    """The version then served, holding every record of the store.

    Words are served as soon as they are written; many new vectors follow in a version of their
    own, which `words_only` leaves to a later update. Without an encoder there are none. What is
    up to date stays as it is. Raises OSError, sqlite3.Error.
    """
    store = Store(home)
    cache = VectorCache(home, encoder) if encoder is not None else None
    try:
        with layout.building(home):
            return _Builder(home, store, cache).run(anew=anew, words_only=words_only)
    finally:
        store.close()
        if cache is not None:
            cache.close()


class _Builder:
    def __init__(self, home: Path, store: Store, cache: VectorCache | None) -> None:
        self._home, self._store, self._cache = home, store, cache
        self._model = cache.model if cache is not None else ""
        self._left_out = LeftOut()

    def run(self, *, anew: bool, words_only: bool) -> Path:
        base = self._base()
        if base is None or anew:
            base = self._full(waiting=base is None)
        version = self._caught_up(base, words_only=words_only)
        if not words_only and self._replaced(layout.facts(version)) > MAX_REPLACED:
            version = self._full(waiting=False)
        return version

    def _caught_up(self, version: Path, *, words_only: bool) -> Path:
        while True:
            facts = layout.facts(version)
            if (span := self._behind(facts, "upto")) is not None:
                version = self._changes(version, span)
            elif words_only or self._cache is None:
                return version
            elif (span := self._behind(facts, "embedded")) is not None:
                version = self._embedded(version, span)
            else:
                return version

    def _base(self) -> Path | None:
        """The version served, if changes may be applied to it."""
        try:
            version = layout.served(self._home)
        except layout.IndexBrokenError:
            return None
        facts = layout.facts(version)
        same = facts.get("format") == FORMAT and facts["encoder"] == self._model
        return version if same else None

    def _replaced(self, facts: dict[str, Any]) -> float:
        """Changes since the last full build that added nothing, as a share of the records."""
        behind = sum(self._store.last(kind) - int(facts[f"{kind}s_first"]) for kind in KINDS)
        records = sum(self._store.count(kind) for kind in KINDS)
        replaced = behind - (records - int(facts["records_first"]))
        return max(0, replaced - 1000) / max(1, records)

    def _behind(self, facts: dict[str, Any], mark: str) -> _Span | None:
        works = (facts[f"works_{mark}"], self._store.last("work"))
        pages = (facts[f"pages_{mark}"], self._store.last("page"))
        return None if works[0] == works[1] and pages[0] == pages[1] else _Span(works, pages)

    def _full(self, *, waiting: bool) -> Path:
        """With readers waiting for an index, many vectors are left for the next version."""
        plan: dict[str, object] = {
            "format": FORMAT,
            "encoder": self._model,
            "works_upto": self._store.last("work"),
            "pages_upto": self._store.last("page"),
        }
        folder, plan = layout.resume(self._home, plan, "_upto")
        self._left_out = LeftOut()
        upto = {kind: int(str(plan[f"{kind}s_upto"])) for kind in KINDS}
        span = _Span((0, upto["work"]), (0, upto["page"]))
        self._words(folder, span)
        records = sum(self._store.count(kind) for kind in KINDS)
        facts = {
            "works_first": upto["work"], "pages_first": upto["page"], "records_first": records,
            "works_embedded": 0, "pages_embedded": 0,
        }  # fmt: skip
        if not waiting or self._few(span):
            facts |= self._vectors(folder, span)
        return layout.publish(self._home, folder, facts | self._facts(folder, span))

    def _changes(self, version: Path, span: _Span) -> Path:
        """Words changed; vectors too, if none wait from before and few are to be made."""
        folder, facts = layout.copied(self._home, version), layout.facts(version)
        self._left_out = LeftOut(facts.get("left_out", {}))
        self._words(folder, span)
        level = all(facts[f"{kind}s_embedded"] == facts[f"{kind}s_upto"] for kind in KINDS)
        if level and self._few(span):
            facts |= self._vectors(folder, span)
        return layout.publish(self._home, folder, facts | self._facts(folder, span))

    def _embedded(self, version: Path, span: _Span) -> Path:
        """The same words with the vectors that were missing."""
        folder, facts = layout.copied(self._home, version), layout.facts(version)
        return layout.publish(self._home, folder, facts | self._vectors(folder, span))

    def _vectors(self, folder: Path, span: _Span) -> dict[str, Any]:
        """The span's vectors into the folder, and the facts that say so."""
        if self._cache is not None:
            embed.add(folder, self._store, self._cache, span.works, span.pages)
        return {"works_embedded": span.works[1], "pages_embedded": span.pages[1]}

    def _few(self, span: _Span) -> bool:
        if self._cache is None:
            return True
        return embed.missing(self._store, self._cache, span.works, span.pages, FEW) <= FEW

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
            for document in self._usable("work", change, partial(_work_documents, writer)):
                writer.add(document)
            if count % COMMIT_EVERY == 0:
                writer.commit()
        writer.close()

    def _pages(self, folder: Path, span: _Span) -> None:
        after, upto = span.pages
        if after == 0:  # a killed build's pages are made again: they are few beside the works
            for name in (PAGES.name, PASSAGES.name):
                shutil.rmtree(folder / name, ignore_errors=True)
            (folder / names.FILE).unlink(missing_ok=True)
        whole, parts = Writer(folder / PAGES.name, PAGES), Writer(folder / PASSAGES.name, PASSAGES)
        read: list[names.Names] = []
        for change in self._store.changes("page", after, upto):
            if after:
                whole.remove("id", change.id)
                parts.remove("page", change.id)
            made = self._usable("page", change, partial(_page_documents, whole, parts, read))
            for place, document in enumerate(made):
                (parts if place else whole).add(document)
        parts.close()
        whole.close()
        names.write(folder, names.together(read))

    def _usable(self, kind: Kind, change: Change, made: _Made) -> list[Document]:
        """The record's documents; none of one that is deleted or cannot be used."""
        record = f"{kind} {change.id}"
        if change.body is None:
            self._left_out.passed(record)
            return []
        return self._left_out.unless_unusable(record, lambda: made(change)) or []

    def _facts(self, folder: Path, span: _Span) -> dict[str, Any]:
        return {
            "built": datetime.now(UTC).isoformat(timespec="seconds"),
            "format": FORMAT,
            "encoder": self._model,
            "works": Lexical(folder / WORKS.name, WORKS).size,
            "pages": Lexical(folder / PAGES.name, PAGES).size,
            "passages": Lexical(folder / PASSAGES.name, PASSAGES).size,
            "works_upto": span.works[1],
            "pages_upto": span.pages[1],
            "left_out": self._left_out.reasons,
        }


def _work_documents(writer: Writer, change: Change) -> list[Document]:
    return [writer.document(work_row(change.seq, load(change.body or "", Work)))]


def _page_documents(
    whole: Writer, parts: Writer, read: list[names.Names], change: Change
) -> list[Document]:
    """The page's own document, then one of each passage; its names are kept in `read`."""
    page = load(change.body or "", Page)
    read.append(names.names_of([page]))
    passages = [
        passage_row(embed.passage_number(change.seq, place), passage)
        for place, passage in enumerate(passages_of(page))
    ]
    return [
        whole.document(page_row(change.seq, page)),
        *(parts.document(passage) for passage in passages),
    ]


def _told(changes: Iterator[Change], what: str, upto: int) -> Iterator[Change]:
    for number, change in enumerate(changes, start=1):
        yield change
        if number % 10_000 == 0:
            sys.stderr.write(f"\rindex: {what} {change.seq}/{upto}")
            sys.stderr.flush()
