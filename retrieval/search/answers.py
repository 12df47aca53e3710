"""Searching the digitized texts: the passage, the sentence in it that answers, or nothing."""

from __future__ import annotations

import re

from retrieval.model import PassageHit, PassageResults
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
    index: OpenedIndex, encoder: Encoder, tuning: Tuning, question: str, limit: int
) -> PassageResults:
    """Hits best first, each with its best sentence."""
    meant = read(question).meant
    words = terms(meant)
    if not words.folded:
        return PassageResults((), answered=False)
    vector = encoder.encode([meant], "query")[0]
    wanted = index.passage_lexical.any_of(words, tuning.passage_weights)
    found = index.passage_lexical.search(wanted, tuning.depth)
    near = index.passage_dense.search(vector, tuning.depth)
    ranked = fuse(found, near, tuning.dense_share)[:limit]
    hits = tuple(_hit(index, words, vector, n, score) for n, score in ranked)
    best = max((answer_score(index, words, vector, n) for n, _ in ranked[:3]), default=0.0)
    return PassageResults(hits, answered=best >= tuning.answer_bar)


def answer_score(index: OpenedIndex, words: Terms, vector: Vectors, number: int) -> float:
    """How likely a passage answers (about 0..1): rare words held, and closeness in meaning."""
    passage = index.passages[number]
    held = index.passage_rarity.coverage(
        words.content, terms(f"{passage.title} {passage.text}").folded
    )
    cosine = max(_sentence_cosines(index, vector, number), default=0.0)
    # Cosines of this encoder lie between 0.75 (unrelated) and 0.92 (an answer).
    close = min(1.0, max(0.0, (cosine - 0.76) / 0.14))
    return 0.6 * held + 0.4 * close


def _hit(
    index: OpenedIndex, words: Terms, vector: Vectors, number: int, score: float
) -> PassageHit:
    passage = index.passages[number]
    lines = sentences(passage.text)
    cosines = _sentence_cosines(index, vector, number)
    asked = " ".join(words.folded)
    scored = [
        (
            index.passage_rarity.coverage(words.content, terms(line).folded)
            + 3.0 * cosine
            + _kind_bonus(asked, line),
            -place,
            line,
        )
        for place, (line, cosine) in enumerate(zip(lines, cosines, strict=True))
    ]
    return PassageHit(passage, score, max(scored)[2] if scored else passage.text)


def _kind_bonus(asked: str, line: str) -> float:
    """A question of when or how many is answered by a sentence with a figure."""
    wants_figure = _WHEN.search(asked) or _HOW_MANY.search(asked)
    return 0.25 if wants_figure and _NUMBER.search(line) else 0.0


def _sentence_cosines(index: OpenedIndex, vector: Vectors, number: int) -> list[float]:
    first, after = index.first_sentence[number], index.first_sentence[number + 1]
    return index.sentence_dense.cosine(vector, range(first, after))
