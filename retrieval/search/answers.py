"""Searching the digitized texts: the passage, the sentence in it that answers, or nothing."""

from __future__ import annotations

import re

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


def search(
    index: OpenedIndex, encoder: Encoder | None, tuning: Tuning, question: str, limit: int
) -> PassageResults:
    """Hits best first, each with its best sentence."""
    meant = read(question).meant
    words = terms(meant)
    if not words.folded:
        return PassageResults((), answered=False)
    vector = None
    if encoder is not None and encoder.model == index.model:
        vector = encoder.encode([meant], "query")[0]
    ranked = rank(index, tuning, words, vector)[: max(limit, 3)]
    held = index.texts(number for number, _ in ranked)
    ranked = [(number, score) for number, score in ranked if number in held]
    best = max((answer_score(index, words, vector, n, held[n]) for n, _ in ranked[:3]), default=0.0)
    hits = tuple(
        PassageHit(held[n], score, best_sentence(index, words, vector, n, held[n]))
        for n, score in ranked[:limit]
    )
    return PassageResults(hits, answered=best >= tuning.answer_bar)


def rank(
    index: OpenedIndex, tuning: Tuning, words: Terms, vector: Vectors | None
) -> list[tuple[int, float]]:
    """(passage number, 0..1), best first."""
    wanted = index.passages.any_of(words, tuning.passage_weights)
    found = index.passages.search(wanted, tuning.depth)
    near = [] if vector is None else index.passage_vectors.search(vector, tuning.depth)
    return fuse(found, near, tuning.dense_share)


def answer_score(
    index: OpenedIndex, words: Terms, vector: Vectors | None, number: int, passage: Passage
) -> float:
    """How likely a passage answers (about 0..1): rare words held, and closeness in meaning."""
    held = index.passage_rarity.coverage(
        words.content, terms(f"{passage.title} {passage.text}").folded
    )
    if vector is None:
        return held
    cosine = max(_cosines(index, vector, number), default=0.0)
    # Cosines of this encoder lie between 0.75 (unrelated) and 0.92 (an answer).
    close = min(1.0, max(0.0, (cosine - 0.76) / 0.14))
    return 0.6 * held + 0.4 * close


def best_sentence(
    index: OpenedIndex, words: Terms, vector: Vectors | None, number: int, passage: Passage
) -> str:
    """The sentence of the passage that answers best."""
    lines = sentences(passage.text)
    cosines = [] if vector is None else _cosines(index, vector, number)
    cosines += [0.0] * (len(lines) - len(cosines))
    asked = " ".join(words.folded)
    scored = [
        (
            index.passage_rarity.coverage(words.content, terms(line).folded)
            + 3.0 * cosine
            + _kind_bonus(asked, line),
            -place,
            line,
        )
        for place, (line, cosine) in enumerate(zip(lines, cosines, strict=False))
    ]
    return max(scored)[2] if scored else passage.text


def _kind_bonus(asked: str, line: str) -> float:
    """A question of when or how many is answered by a sentence with a figure."""
    wants_figure = _WHEN.search(asked) or _HOW_MANY.search(asked)
    return 0.25 if wants_figure and _NUMBER.search(line) else 0.0


def _cosines(index: OpenedIndex, vector: Vectors, number: int) -> list[float]:
    rows = index.sentence_rows(number)
    return [float(value) for value in rows @ vector] if len(rows) else []
