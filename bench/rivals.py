"""Other engines over the same works in the same process: tantivy alone, SQLite FTS5, bm25s.

Each holds title, authors and subjects as one text of folded syllables and finds any of the words,
ten best: what a library would set up in an afternoon.
"""

from __future__ import annotations

import resource
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import tantivy

from bench.record import spread
from retrieval.records import Store
from retrieval.terms import folded_line

HITS = 10
Search = Callable[[str], object]


def timed(search: Search, queries: Sequence[str], warm: int) -> dict[str, dict[str, float]]:
    """Milliseconds a query, by the clock and by the processor (other work on the machine apart)."""
    for query in queries[:warm]:
        search(query)
    wall, cpu = [], []
    for query in queries[warm:]:
        begun, spent = time.perf_counter(), time.process_time()
        search(query)
        wall.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - spent) * 1000)
    return {"wall_ms": spread(wall), "cpu_ms": spread(cpu)}


def _texts(home: Path) -> Iterator[tuple[int, str]]:
    store = Store(home)
    for number, work in enumerate(store.works()):
        yield number, folded_line(" ".join((work.title, *work.authors, *work.subjects)))
    store.close()


def _measured(
    build: Callable[[], Search], queries: Sequence[str], size: Callable[[], int]
) -> dict[str, Any]:
    begun = time.monotonic()
    search = build()
    seconds = round(time.monotonic() - begun, 1)
    figures = timed(lambda query: search(folded_line(query)), queries, len(queries) // 10)
    return {
        "index_seconds": seconds,
        "index_mb": size() // 1_000_000,
        "search_ms": figures["wall_ms"],
        "search_cpu_ms": figures["cpu_ms"],
        "resident_peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def tantivy_alone(home: Path, queries: Sequence[str]) -> dict[str, Any]:
    folder = home / "rivals/tantivy"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)

    def build() -> Search:
        fields = tantivy.SchemaBuilder()
        fields.add_unsigned_field("number", stored=True)
        fields.add_text_field("text", tokenizer_name="default")
        index = tantivy.Index(fields.build(), path=str(folder))
        writer = index.writer(heap_size=96_000_000, num_threads=1)
        for number, text in _texts(home):
            writer.add_document(tantivy.Document(number=number, text=text))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()
        return lambda query: [
            searcher.doc(address)["number"]
            for _, address in searcher.search(
                index.parse_query(query, ["text"]), HITS, count=False
            ).hits
        ]

    return _measured(build, queries, lambda: _size(folder))


def fts5(home: Path, queries: Sequence[str]) -> dict[str, Any]:
    path = home / "rivals/fts5.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)

    def build() -> Search:
        db = sqlite3.connect(path)
        db.execute("CREATE VIRTUAL TABLE works USING fts5(text, content='', tokenize='unicode61')")
        db.executemany("INSERT INTO works(rowid, text) VALUES (?, ?)", _texts(home))
        db.commit()
        asked = "SELECT rowid FROM works WHERE works MATCH ? ORDER BY rank LIMIT ?"
        return lambda query: db.execute(
            asked, (" OR ".join(f'"{word}"' for word in query.split()), HITS)
        ).fetchall()

    return _measured(build, queries, lambda: path.stat().st_size)


def bm25s_in_memory(home: Path, queries: Sequence[str]) -> dict[str, Any]:
    """Everything in memory; it can neither change a record nor find a phrase."""

    def build() -> Search:
        model: Any = bm25s.BM25()
        model.index([text.split() or [""] for _, text in _texts(home)], show_progress=False)

        def search(query: str) -> list[int]:
            words = [word for word in query.split() if word in model.vocab_dict]
            scores = model.get_scores(words)
            best = np.argpartition(-scores, HITS)[:HITS]
            return [int(n) for n in best[np.argsort(-scores[best])]]

        return search

    return _measured(build, queries, lambda: 0)


RIVALS: dict[str, Callable[[Path, Sequence[str]], dict[str, Any]]] = {
    "tantivy_alone": tantivy_alone,
    "sqlite_fts5": fts5,
    "bm25s": bm25s_in_memory,
}


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
