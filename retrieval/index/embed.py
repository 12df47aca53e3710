"""The vectors of a span of changes: works, passages, and the sentences of passages."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain, islice
from pathlib import Path

import numpy as np

from retrieval.index import pieces, vectors
from retrieval.index.cache import VectorCache
from retrieval.index.left_out import UNUSABLE
from retrieval.index.schema import passage_text, work_text
from retrieval.index.vectors import Numbers
from retrieval.model import Page, Passage, Work
from retrieval.passages import passages_of, sentences
from retrieval.port import Vectors
from retrieval.records import Store
from retrieval.records.codec import load

WORKS, PASSAGES, SENTENCES = "works.vectors", "passages.vectors", "sentences.vectors"
PAGE_SHIFT = 16
SENTENCE_SHIFT = 12
"""A passage is numbered page x 65,536 + place, a sentence passage x 4,096 + place."""
BATCH = 2_000


def passage_number(page: int, place: int) -> int:
    return (page << PAGE_SHIFT) | min(place, (1 << PAGE_SHIFT) - 1)


def sentence_span(passage: int) -> tuple[int, int]:
    """First number of the passage's sentences, and the first after them."""
    return passage << SENTENCE_SHIFT, (passage + 1) << SENTENCE_SHIFT


def add(
    folder: Path,
    store: Store,
    cache: VectorCache,
    works: tuple[int, int],
    pages: tuple[int, int],
) -> None:
    """One more part of each kind; parts of a killed full build are made again from the cache."""
    for name, span in (
        (WORKS, works),
        (PASSAGES, pages),
        (SENTENCES, pages),
        (pieces.FOLDER, pages),
    ):
        if span[0] == 0:
            shutil.rmtree(folder / name, ignore_errors=True)
    size = cache.dimensions
    counted = sum(1 for change in store.changes("work", *works) if change.body is not None)
    if counted:
        rows = _batches(_works(store, works), cache, _progress("works", counted))
        vectors.write_searchable(folder / WORKS, counted, size, rows)
    parts = list(_passages(store, pages))
    if parts:
        texts = ((n, passage_text(p)) for n, p in parts)
        pieces.add(folder, cache, parts)
        rows = _batches(texts, cache, _progress("passages", len(parts)))
        vectors.write_searchable(folder / PASSAGES, len(parts), size, rows)
        lines = list(_sentences(parts))
        made = list(_batches(iter(lines), cache, _progress("sentences", len(lines))))
        if not made:  # pages of marks and figures alone
            return
        numbers = np.concatenate([n for n, _ in made])
        vectors.write_rows(folder / SENTENCES, numbers, np.concatenate([v for _, v in made]))


def missing(
    store: Store, cache: VectorCache, works: tuple[int, int], pages: tuple[int, int], most: int
) -> int:
    """How many texts of the span have no vector yet; no longer counted once above `most`."""
    found = 0
    texts = chain(
        (text for _, text in _works(store, works)),
        (passage_text(passage) for _, passage in _passages(store, pages)),
    )
    while found <= most and (batch := list(islice(texts, BATCH))):
        found += cache.missing(batch)
    return found


def _works(store: Store, span: tuple[int, int]) -> Iterator[tuple[int, str]]:
    for change in store.changes("work", *span):
        if change.body is not None:
            with suppress(*UNUSABLE):  # the words' build has told it
                yield change.seq, work_text(load(change.body, Work))


def _passages(store: Store, span: tuple[int, int]) -> Iterator[tuple[int, Passage]]:
    for change in store.changes("page", *span):
        if change.body is not None:
            with suppress(*UNUSABLE):
                for place, passage in enumerate(passages_of(load(change.body, Page))):
                    yield passage_number(change.seq, place), passage


def _sentences(parts: list[tuple[int, Passage]]) -> Iterator[tuple[int, str]]:
    for number, passage in parts:
        first, after = sentence_span(number)
        lines = sentences(passage.text)[: after - first]
        yield from ((first + place, line) for place, line in enumerate(lines))


def _batches(
    texts: Iterator[tuple[int, str]], cache: VectorCache, progress: Callable[[int], None]
) -> Iterator[tuple[Numbers, Vectors]]:
    while batch := list(islice(texts, BATCH)):
        made = cache.vectors([text for _, text in batch], progress)
        yield np.array([number for number, _ in batch], np.int64), made


def _progress(what: str, of: int) -> Callable[[int], None]:
    """Told on standard error: how many had to be encoded, of how many there are."""
    done = 0

    def show(made: int) -> None:
        nonlocal done
        done += made
        sys.stderr.write(f"\rindex: {what}: {done} encoded of {of}   ")
        sys.stderr.flush()

    return show
