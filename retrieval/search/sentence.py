"""The sentence of a passage that answers: rare words and pairs, those telling here, meaning."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

from retrieval.passages import sentences
from retrieval.search.coverage import Weighed
from retrieval.search.tuning import Tuning
from retrieval.terms import Terms, terms

UNRELATED, ANSWERING = 0.76, 0.90
"""Cosines of this encoder: of texts that have nothing in common, and of an answer."""
_WHEN = re.compile(
    r"\b(nam nao|nam may|khi nao|bao gio|ngay nao|nam bao nhieu|luc nao|thang nao|thoi gian nao"
    r"|thoi diem nao|the ky nao|giai doan nao)\b"
)
_HOW_MANY = re.compile(r"\b(bao nhieu|may|bao lau|bao xa)\b")
_YEAR = re.compile(r"\b\d{3,4}\b")
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as terms, weighed over the whole collection."""

    words: Terms
    line: str
    """Its folded words in order, joined by spaces."""
    weighed: Weighed
    pairs: Weighed


@dataclass(frozen=True, slots=True)
class Best:
    """`text` is shown; `sure` (about 0..1) says whether anything here answers."""

    text: str
    sure: float


def best(tuning: Tuning, asked: Question, title: str, text: str, cosines: Sequence[float]) -> Best:
    """The sentence that answers best, with the one beside it where that is nearly as good.

    `cosines` of the question to each sentence, in order; fewer or none where there are no vectors.
    """
    lines = sentences(text) or [text]
    close = [(cosine - UNRELATED) / (ANSWERING - UNRELATED) for cosine in cosines]
    close += [0.0] * (len(lines) - len(close))
    held = [terms(line) for line in lines]
    words = [set(each.folded) for each in held]
    pairs = [set(each.pairs) for each in held]
    told = set(terms(title).folded)
    rare_words = _telling(asked.words.content, words, told)
    rare_pairs = _telling(asked.words.pairs, pairs, set())
    sure, score = [], []
    for n, line in enumerate(lines):
        shared = asked.pairs.covered(pairs[n]) if asked.pairs.shares else 0.0
        sure.append(
            asked.weighed.covered(words[n])
            + tuning.sentence_pairs * shared
            + tuning.sentence_cosine * close[n]
        )
        score.append(
            shared
            + tuning.telling_pairs * _share(rare_pairs, pairs[n])
            + tuning.telling_words * _share(rare_words, words[n])
            + tuning.telling_cosine * close[n]
            + tuning.telling_figure * _figure(asked.line, line)
        )
    whole = 1 + tuning.sentence_pairs + tuning.sentence_cosine
    return Best(_shown(tuning, lines, score), max(sure) / whole)


def _shown(tuning: Tuning, lines: list[str], score: list[float]) -> str:
    """The best, or it and the better of its neighbours where little lies between them."""
    first = max(range(len(lines)), key=lambda n: (score[n], -n))
    beside = [n for n in (first - 1, first + 1) if 0 <= n < len(lines)]
    second = max(beside, key=lambda n: score[n], default=first)
    near = second != first and score[first] - score[second] < tuning.sentence_beside
    if not near or len(lines[first]) + len(lines[second]) > tuning.longest_answer:
        return lines[first]
    return f"{lines[min(first, second)]} {lines[max(first, second)]}"


def _telling(wanted: Sequence[str], held: Sequence[Set[str]], told: Set[str]) -> dict[str, float]:
    """Weights by how few of this passage's sentences have a term: `mất` tells, the name does not.

    What the title says already counts little.
    """
    counted = Counter(term for each in held for term in each)
    size = len(held)
    weights = {
        term: math.log((1 + size) / (0.5 + counted[term])) * (0.3 if term in told else 1.0)
        for term in dict.fromkeys(wanted)
    }
    total = sum(weights.values())
    return {term: weight / total for term, weight in weights.items()} if total else {}


def _share(weights: dict[str, float], held: Set[str]) -> float:
    return sum(weight for term, weight in weights.items() if term in held)


def _figure(asked: str, line: str) -> bool:
    """Asked when, there is a year; asked how many, a number."""
    if _WHEN.search(asked):
        return bool(_YEAR.search(line))
    return bool(_HOW_MANY.search(asked) and _NUMBER.search(line))
