"""Searching the digitized texts: the passage, the sentence in it that answers, or nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.model import Passage, PassageHit, PassageResults
from retrieval.passages import sentences
from retrieval.port import Encoder, Vectors
from retrieval.search.fuse import fuse
from retrieval.search.opened import OpenedIndex
from retrieval.search.tuning import Tuning
from retrieval.terms import Terms, terms
from vietnamese import read

_WHEN = re.compile(
    r"\b(nam nao|nam may|khi nao|bao gio|ngay nao|nam bao nhieu|luc nao|thang nao)\b"
)
_HOW_MANY = re.compile(r"\b(bao nhieu|may)\b")
_NUMBER = re.compile(r"\d")
UNRELATED, ANSWERING = 0.76, 0.90
"""Cosines of this encoder: of texts that have nothing in common, and of an answer."""
JUDGED = 3
"""First hits of which one must answer."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as terms and, where there is an encoder for this index, as a vector."""

    words: Terms
    line: str
    vector: Vectors | None


def search(
    index: OpenedIndex, encoder: Encoder | None, tuning: Tuning, question: str, limit: int
) -> PassageResults:
    """Hits best first, each with its best sentence."""
    meant = read(question).understood
    words = terms(meant)
    if not words.folded:
        return PassageResults((), answered=False)
    vector = None
    if encoder is not None and encoder.model == index.model:
        vector = encoder.encode([meant], "query")[0]
    asked = _Asked(words, " ".join(words.folded), vector)
    ranked = _ranked(index, tuning, asked)
    held = index.texts(number for number, _ in ranked[: max(limit, JUDGED)])
    ranked = [(number, score) for number, score in ranked if number in held]
    best = [_best(index, tuning, asked, n, held[n]) for n, _ in ranked]
    hits = tuple(
        PassageHit(held[n], score, sentence)
        for (n, score), (_, sentence) in zip(ranked[:limit], best, strict=False)
    )
    answered = max((sure for sure, _ in best[:JUDGED]), default=0.0) >= tuning.answer_bar
    return PassageResults(hits, answered)


def _ranked(index: OpenedIndex, tuning: Tuning, asked: _Asked) -> list[tuple[int, float]]:
    """(passage number, 0..1), best first."""
    wanted = index.passages.any_of(asked.words, tuning.passage_weights)
    found = index.passages.search(wanted, tuning.depth)
    if asked.vector is None:
        return fuse(found, [], 0.0)
    near = _near(index, asked.vector, [number for number, _ in found], tuning.depth)
    return fuse(found, near, tuning.dense_share)


def _near(
    index: OpenedIndex, vector: Vectors, found: list[int], depth: int
) -> list[tuple[int, float]]:
    """Passages near in meaning: the whole and its nearest sentence count the same.

    Those found by words are measured by their sentences even when they are not near as wholes.
    """
    near = index.passage_vectors.search(vector, depth)
    farthest = near[-1][1] if near else 0.0
    whole = dict.fromkeys(found, farthest) | dict(near)
    scored = [
        (number, (cosine + max(_cosines(index, vector, number), default=cosine)) / 2)
        for number, cosine in whole.items()
    ]
    return sorted(scored, key=lambda hit: -hit[1])[:depth]


def _best(
    index: OpenedIndex, tuning: Tuning, asked: _Asked, number: int, passage: Passage
) -> tuple[float, str]:
    """The sentence of the passage that answers best, and how surely (about 0..1) it does."""
    lines = sentences(passage.text) or [passage.text]
    cosines = [] if asked.vector is None else _cosines(index, asked.vector, number)
    cosines += [UNRELATED] * (len(lines) - len(cosines))
    scored = []
    for place, (line, cosine) in enumerate(zip(lines, cosines, strict=False)):
        held = terms(line)
        words = index.passage_rarity.coverage(asked.words.content, held.folded)
        pairs = index.passage_rarity.pair_coverage(asked.words.pairs, held.pairs)
        close = (cosine - UNRELATED) / (ANSWERING - UNRELATED)
        sure = words + tuning.sentence_pairs * pairs + tuning.sentence_cosine * close
        scored.append((sure + _kind_bonus(asked.line, line), -place, sure, line))
    best = max(scored)
    whole = 1 + tuning.sentence_pairs + tuning.sentence_cosine
    return max(each[2] for each in scored) / whole, best[3]


def _kind_bonus(asked: str, line: str) -> float:
    """A question of when or how many is answered by a sentence with a figure."""
    wants_figure = _WHEN.search(asked) or _HOW_MANY.search(asked)
    return 0.25 if wants_figure and _NUMBER.search(line) else 0.0


def _cosines(index: OpenedIndex, vector: Vectors, number: int) -> list[float]:
    rows = index.sentence_rows(number)
    return [float(value) for value in rows @ vector] if len(rows) else []
