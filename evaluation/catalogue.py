"""Finding works of a real catalogue: known titles as readers type them, and topics by class."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

from evaluation.bm25 import Bm25, baselines
from evaluation.workbench import count_texts, workbench
from retrieval.encoder import load
from retrieval.index import layout
from retrieval.index.build import update
from retrieval.ingest import ingest_marc
from retrieval.model import Work, WorkQuery
from retrieval.port import Encoder
from retrieval.records import Store
from retrieval.search import works
from retrieval.search.snapshot import OpenedIndex
from retrieval.search.tuning import Tuning
from retrieval.terms import STOP, folded_line, terms
from vietnamese.reading.rekey import rekey

SEED = 7
TITLES = 500
PART = 0.6
"""Share of a title's words that are typed where part of it is."""

System = Callable[[str, int], list[str]]
"""A query as typed and how many -> ids of works, best first."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A title looked for: how it is typed in each style, and the works that are right."""

    typed: dict[str, str]
    right: frozenset[str]


def evaluate(marc: Path, topics: Path | None, home: Path, encoder_name: str) -> dict[str, Any]:
    """One object as the interfaces say. Raises OSError, ValueError."""
    begun = time.monotonic()
    encoder = load(encoder_name, home)
    with workbench(home) as bench:
        report = ingest_marc(marc, bench)
        catalogue = _works(bench)
        count_texts(bench, (f"{w.title} {w.subtitle}\n{'; '.join(w.authors)}" for w in catalogue))
        update(bench, encoder)
        systems = _systems(OpenedIndex(layout.served(bench)), encoder, catalogue)
        known = _known(catalogue)
        result: dict[str, Any] = {
            "known_item": {name: _first(system, known) for name, system in systems.items()}
        }
        if topics is not None:
            asked = [json.loads(line) for line in topics.read_text("utf-8").splitlines() if line]
            classes = {work.id: work.ddc for work in catalogue}
            result["topics"] = {
                name: _precision(system, asked, classes) for name, system in systems.items()
            }
    result |= {"works": len(catalogue), "rejected": report.rejected, "titles": len(known)}
    return result | {"seconds": round(time.monotonic() - begun, 1)}


def _works(bench: Path) -> list[Work]:
    store = Store(bench)
    try:
        return list(store.works())
    finally:
        store.close()


def _systems(index: OpenedIndex, encoder: Encoder, catalogue: Sequence[Work]) -> dict[str, System]:
    def ours(with_encoder: Encoder | None) -> System:
        def search(query: str, limit: int) -> list[str]:
            asked = WorkQuery(text=query, limit=limit)
            found = works.search(index, with_encoder, Tuning(), asked)
            return [hit.work.id for hit in found.hits]

        return search

    keys = [work.id for work in catalogue]
    texts = [" ".join((w.title, w.subtitle, *w.authors, *w.subjects)) for w in catalogue]
    found: dict[str, System] = {"fused": ours(encoder), "lexical": ours(None)}
    return found | {name: Bm25(keys, texts, split).search for name, split in baselines().items()}


def _known(catalogue: Sequence[Work]) -> list[_Known]:
    """Titles drawn once each; any record of the same folded title and first author is right."""
    same: dict[tuple[str, str], list[Work]] = {}
    for work in catalogue:
        same.setdefault(_same(work), []).append(work)
    groups = [group for (title, _), group in sorted(same.items()) if len(title.split()) > 1]
    draw = Random(SEED)  # noqa: S311 - repeatable on purpose
    chosen = draw.sample(groups, min(TITLES, len(groups)))
    return [_Known(_typed(g[0], draw), frozenset(w.id for w in g)) for g in chosen]


def _same(work: Work) -> tuple[str, str]:
    return folded_line(work.title), folded_line(work.authors[0]) if work.authors else ""


def _typed(work: Work, draw: Random) -> dict[str, str]:
    words = work.title.split()
    length = max(min(3, len(words)), round(PART * len(words)))
    begin = draw.randrange(len(words) - length + 1)
    telling = [w for w in words if len(w) > 1 and not set(terms(w).folded) & STOP] or words
    author = work.authors[0] if work.authors else work.title
    return {
        "title_part": " ".join(words[begin : begin + length]),
        "bare": rekey(work.title, "no_accents", SEED),
        "telex": rekey(work.title, "telex", SEED),
        "slip": rekey(work.title, "typo", SEED),
        "author_word": f"{author} {draw.choice(telling)}",
    }


def _first(system: System, known: Sequence[_Known]) -> dict[str, dict[str, float]]:
    """Per style, in percent: the right work first, and among the first five."""
    found = {}
    for style in known[0].typed:
        ranked = [(system(each.typed[style], 5), each.right) for each in known]
        found[style] = {
            "first": _percent([bool(set(ids[:1]) & right) for ids, right in ranked]),
            "first_five": _percent([bool(set(ids) & right) for ids, right in ranked]),
        }
    found["all"] = {
        cut: round(mean(each[cut] for each in found.values()), 2) for cut in ("first", "first_five")
    }
    return found


def _precision(
    system: System, asked: Sequence[dict[str, Any]], classes: dict[str, str]
) -> dict[str, Any]:
    """precision@10 of each query, and the mean: a hit is right by the beginning of its class."""
    each = {}
    for row in asked:
        hits = system(row["query"], 10)
        right = sum(classes[hit].startswith(tuple(row["ddc"])) for hit in hits)
        each[row["query"]] = right / 10
    return {"precision@10": round(mean(each.values()), 3), "queries": each}


def _percent(flags: Sequence[bool]) -> float:
    return round(100 * sum(flags) / max(1, len(flags)), 2)
