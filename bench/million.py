"""A million works made from real ones: build, memory and search, beside other engines.

THUTHU_BENCH_MARC names the export they are made from, THUTHU_BENCH_WORKS how many (1,000,000),
THUTHU_BENCH_HOME where they are kept: a killed run goes on where it was. Vectors are given, not
encoded: random directions, so that their row tells time and memory and says nothing of quality.
THUTHU_BENCH_VECTORS=1 adds the row with vectors, THUTHU_BENCH_RIVALS=1 the other engines.
"""

from __future__ import annotations

import os
import random
import resource
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import numpy as np

from bench import rivals
from retrieval.index.build import update
from retrieval.ingest.marc import parse
from retrieval.model import Work, WorkQuery, WorkResults
from retrieval.port import Vectors
from retrieval.records import Store
from retrieval.search.local import LocalSearcher

WORKS = int(os.environ.get("THUTHU_BENCH_WORKS", "1000000"))
QUERIES = 500
WARM = 50
RIVAL_QUERIES = 100
STEP = 10_000


class GivenVectors:
    """An Encoder that draws directions instead of encoding."""

    model = "given"
    dimensions = 384

    def __init__(self) -> None:
        self._draw = np.random.default_rng(3)

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Vectors:
        rows = self._draw.standard_normal((len(texts), self.dimensions), np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def run() -> dict[str, Any]:
    home = Path(os.environ["THUTHU_BENCH_HOME"])
    begun = time.monotonic()
    titles = fill(home, Path(os.environ["THUTHU_BENCH_MARC"]), WORKS)
    stored = time.monotonic()
    found: dict[str, Any] = {"works": WORKS, "store_seconds": round(stored - begun, 1)}
    queries = five_words(titles)
    given = GivenVectors() if os.environ.get("THUTHU_BENCH_VECTORS") else None
    words = update(home, given, words_only=True)
    found["words"] = _row(words, time.monotonic() - stored, LocalSearcher(home, None), queries)
    if given is not None:
        begun = time.monotonic()
        whole = update(home, given)
        took = time.monotonic() - begun
        found["vectors"] = _row(whole, took, LocalSearcher(home, given), queries)
    if os.environ.get("THUTHU_BENCH_RIVALS"):
        found["rivals"] = {
            name: make(home, queries[:RIVAL_QUERIES]) for name, make in rivals.RIVALS.items()
        }
    return found


def _row(
    version: Path, seconds: float, searcher: LocalSearcher, queries: Sequence[str]
) -> dict[str, Any]:
    figures = rivals.timed(lambda query: _ids(searcher, query), queries, WARM)
    return {
        "index_seconds": round(seconds, 1),
        "index_mb": sum(p.stat().st_size for p in version.rglob("*") if p.is_file()) // 1_000_000,
        "search_ms": figures["wall_ms"],
        "search_cpu_ms": figures["cpu_ms"],
        "resident_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def fill(home: Path, marc: Path, count: int) -> list[str]:
    """The store filled up to `count` works; titles to search for, drawn from what is in it."""
    home.mkdir(parents=True, exist_ok=True)
    real = [each for _, _, each in parse(marc) if isinstance(each, Work)]
    words = [word for work in real for word in work.title.split()]
    authors = [author for work in real for author in work.authors]
    store = Store(home)
    for begin in range(store.count("work"), count, STEP):
        with store.transaction():
            for number in range(begin, min(count, begin + STEP)):
                work = made(real[number % len(real)], number, words, authors)
                store.put("work", work.id, "made", work)
    store.close()
    draw = random.Random(5)
    chosen = (draw.randrange(count) for _ in range(QUERIES + WARM))
    return [made(real[n % len(real)], n, words, authors).title for n in chosen]


def made(work: Work, number: int, words: list[str], authors: list[str]) -> Work:
    """A real work under another author and year, two words put into its title."""
    draw = random.Random(number)
    title = work.title.split()
    for _ in range(2):
        title.insert(draw.randrange(len(title) + 1), draw.choice(words))
    return replace(
        work,
        id=f"b{number}",
        title=" ".join(title),
        authors=(draw.choice(authors),),
        year=draw.randrange(1950, 2026),
    )


def five_words(titles: Sequence[str]) -> list[str]:
    """Five words in a row out of a title each, never the same query twice."""
    draw = random.Random(7)
    found = []
    for title in titles:
        words = title.split()
        begin = draw.randrange(max(1, len(words) - 4))
        found.append(" ".join(words[begin : begin + 5]))
    return list(dict.fromkeys(found))


def _ids(searcher: LocalSearcher, query: str) -> list[str]:
    found = searcher.works(WorkQuery(text=query, limit=10))
    assert isinstance(found, WorkResults)
    return [hit.work.id for hit in found.hits]
