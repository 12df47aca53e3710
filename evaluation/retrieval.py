"""Questions over texts in BEIR's layout: each system in each style of typing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation import ranking
from evaluation.bm25 import Bm25, baselines
from evaluation.workbench import count_texts, workbench
from retrieval.encoder import load
from retrieval.index import layout
from retrieval.index.build import update
from retrieval.index.schema import page_key
from retrieval.model import Page, PassageResults
from retrieval.port import Encoder
from retrieval.records import Store
from retrieval.search import answers
from retrieval.search.snapshot import OpenedIndex
from retrieval.search.tuning import Tuning
from retrieval.terms import folded_line
from vietnamese.reading import nfc, read
from vietnamese.reading.rekey import rekey

SEED = 7
DEEP = 40
"""Passages taken, so that ten pages remain when several lie on one."""

System = Callable[[str], list[str]]
"""A query as typed -> ids of the corpus, best first."""


@dataclass(frozen=True, slots=True)
class Beir:
    """Corpus, queries, what is relevant, and what the annotators answered."""

    corpus: dict[str, tuple[str, str]]
    queries: dict[str, str]
    relevant: dict[str, frozenset[str]]
    answers: dict[str, tuple[str, ...]]
    unanswerable: tuple[str, ...]


def evaluate(beir: Path, styles: Sequence[str], home: Path, encoder_name: str) -> dict[str, Any]:
    """One object as the interfaces say. Raises OSError, ValueError."""
    begun = time.monotonic()
    data = read_beir(beir)
    encoder = load(encoder_name, home)
    with workbench(home) as bench:
        index = _index(bench, data, encoder)
        ids = list(data.queries)
        relevant = [data.relevant[i] for i in ids]
        found: dict[str, dict[str, Any]] = {}
        differences: dict[str, Any] = {}
        for name, system in _systems(index, encoder, data).items():
            ranked = {
                style: [system(rekey(data.queries[i], style, SEED)) for i in ids]
                for style in styles
            }
            found[name] = {s: ranking.measures(r, relevant) for s, r in ranked.items()}
            if name == "fused" and "clean" in ranked:
                differences = {
                    style: ranking.difference(r, ranked["clean"], relevant)
                    for style, r in ranked.items()
                    if style != "clean"
                }
        result: dict[str, Any] = {"systems": found, "against_clean": differences}
        result |= _answers(index, encoder, data)
    result |= {"passages": len(data.corpus), "queries": len(ids)}
    return result | {"seconds": round(time.monotonic() - begun, 1)}


def read_beir(folder: Path) -> Beir:
    """Raises OSError or ValueError naming the file that is not as it should be."""
    corpus = {r["_id"]: (r.get("title", ""), r["text"]) for r in _lines(folder / "corpus.jsonl")}
    queries, answered = {}, {}
    for row in _lines(folder / "queries.jsonl"):
        queries[row["_id"]] = row["text"]
        answered[row["_id"]] = tuple((row.get("metadata") or {}).get("answers") or ())
    relevant: dict[str, set[str]] = {}
    qrels = (folder / "qrels/test.tsv").read_text(encoding="utf-8").splitlines()[1:]
    for line in qrels:
        query, document, score = line.split("\t")
        if int(score) > 0:
            relevant.setdefault(query, set()).add(document)
    extra = folder / "unanswerable.jsonl"
    return Beir(
        corpus,
        {key: text for key, text in queries.items() if key in relevant},
        {key: frozenset(each) for key, each in relevant.items()},
        answered,
        tuple(row["text"] for row in _lines(extra)) if extra.exists() else (),
    )


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def _index(bench: Path, data: Beir, encoder: Encoder) -> OpenedIndex:
    count_texts(bench, (f"{title}. {text}" for title, text in data.corpus.values()))
    store = Store(bench)
    with store.transaction():
        for key, (title, text) in data.corpus.items():
            page = Page(key, nfc(title), "", 1, 1, nfc(text), None, "open")
            store.put("page", page_key(key, 1), "corpus", page)
    store.close()
    update(bench, encoder)
    return OpenedIndex(layout.served(bench))


def _systems(index: OpenedIndex, encoder: Encoder, data: Beir) -> dict[str, System]:
    def fused(query: str) -> list[str]:
        return _ids(answers.search(index, encoder, Tuning(), query, DEEP))

    def lexical(query: str) -> list[str]:
        return _ids(answers.search(index, None, Tuning(), query, DEEP))

    def dense(query: str) -> list[str]:
        vector = encoder.encode([read(query).meant], "query")[0]
        numbers = [number for number, _ in index.passage_vectors.search(vector, DEEP)]
        held = index.texts(numbers)
        return list(dict.fromkeys(held[number].work_id for number in numbers))

    texts = [f"{title} {text}" for title, text in data.corpus.values()]
    found: dict[str, System] = {"fused": fused, "lexical": lexical, "dense": dense}
    for name, split in baselines().items():
        baseline = Bm25(list(data.corpus), texts, split)
        found[name] = lambda query, baseline=baseline: baseline.search(query, 10)  # type: ignore[misc]
    return found


def _ids(found: PassageResults) -> list[str]:
    return list(dict.fromkeys(hit.passage.work_id for hit in found.hits))


def _answers(index: OpenedIndex, encoder: Encoder, data: Beir) -> dict[str, Any]:
    """The sentence shown, and what is declined at the shipped threshold.

    The threshold was set on the questions of even place; `held_out` are those of odd place.
    """
    found: dict[str, Any] = {}
    asked = [(text, data.answers[key]) for key, text in data.queries.items() if data.answers[key]]
    shown = [answers.search(index, encoder, Tuning(), text, 1) for text, _ in asked]
    if asked:
        right = [
            bool(result.hits) and _contains(result.hits[0].sentence, wanted)
            for result, (_, wanted) in zip(shown, asked, strict=True)
        ]
        kept = [result.answered or result.doubtful for result in shown]
        of_answered = [r for r, k in zip(right, kept, strict=True) if k]
        found["answer_sentence"] = _share(of_answered)
        found["answer_sentence_all"] = _share(right)
        found["kept"] = _share(kept)
        found["sure"] = _share([result.answered for result in shown])
        found["held_out"] = {"kept": _share(kept[1::2])}
    if data.unanswerable:
        none = [
            not (result.answered or result.doubtful)
            for text in data.unanswerable
            for result in [answers.search(index, encoder, Tuning(), text, 1)]
        ]
        found["declined"] = _share(none)
        found.setdefault("held_out", {})["declined"] = _share(none[1::2])
    return found


def _contains(sentence: str, wanted: Sequence[str]) -> bool:
    held = f" {folded_line(sentence)} "
    return any(f" {folded_line(answer)} " in held for answer in wanted)


def _share(flags: Sequence[bool]) -> float:
    return round(100 * sum(flags) / max(1, len(flags)), 1)
