"""The sentence of a passage that answers: rare words and pairs, those telling here, meaning."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from retrieval.model import Passage
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
_WHO = re.compile(r"\b(ai|nguoi nao|nhan vat nao|vi nao|ten (?:la )?gi)\b")
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZĐÀ-Ỹ]\w+")
"""A capital within a sentence."""
_AT = "(?:vao )?(?:nam|khi|ngay|luc|o|tai|thang|bao)"
_FOCUS = tuple(
    (re.compile(rf"\b(?:{asked})\b"), re.compile(rf"\b(?:{told})\b"))
    for asked, told in (
        (
            rf"(?:mat|qua doi|tu tran|hi sinh|hy sinh) {_AT}",
            r"mat|qua doi|tu tran|ta the|hi sinh|hy sinh|chet",
        ),
        (rf"sinh (?:ra )?{_AT}", r"sinh|chao doi|ra doi"),
    )
)
"""What is asked of a life, and the folded words that tell it: a birth is no answer to a death."""
_YEAR = re.compile(r"\b\d{3,4}\b")
_SAME_YEAR = re.compile(r"\bnam (?:ay|do)\b")
"""Of a sentence that cannot be understood without the one before it."""
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


@dataclass(frozen=True, slots=True)
class _Read:
    """A passage's sentences, and the folded words and pairs of each."""

    lines: tuple[str, ...]
    folded: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    pairs: tuple[frozenset[str], ...]
    title: frozenset[str]


def best(tuning: Tuning, asked: Question, passage: Passage, cosines: Sequence[float]) -> Best:
    """The sentence that answers best, with the one beside it where that is nearly as good.

    `cosines` of the question to each sentence, in order; fewer or none where there are no vectors.
    """
    held = _read(passage.title, passage.text)
    close = [(cosine - UNRELATED) / (ANSWERING - UNRELATED) for cosine in cosines]
    close += [0.0] * (len(held.lines) - len(close))
    telling_words = _telling(asked.words.content, held.words, held.title)
    telling_pairs = _telling(asked.words.pairs, held.pairs, frozenset())
    sure, score = [], []
    for n, line in enumerate(held.lines):
        shared = asked.pairs.covered(held.pairs[n]) if asked.pairs.shares else 0.0
        sure.append(
            asked.weighed.covered(held.words[n])
            + tuning.sentence_pairs * shared
            + tuning.sentence_cosine * close[n]
        )
        score.append(
            shared
            + tuning.telling_pairs * _share(telling_pairs, held.pairs[n])
            + tuning.telling_words * _share(telling_words, held.words[n])
            + tuning.telling_cosine * close[n]
            + tuning.telling_kind * _kind(asked, line)
        )
    for told in (told for wanted, told in _FOCUS if wanted.search(asked.line)):
        fits = [_tells(told, asked, each) for each in held.folded]
        for n, fit in enumerate(fits):
            sure[n] += tuning.telling_focus / 4 if fit else 0.0
            score[n] += tuning.telling_focus if fit else -tuning.telling_focus
        if not any(fits):
            sure = [each / 2 for each in sure]
    whole = 1 + tuning.sentence_pairs + tuning.sentence_cosine
    return Best(_shown(tuning, held.lines, score), max(sure) / whole)


@lru_cache(maxsize=1_000)
def _read(title: str, text: str) -> _Read:
    """A thousand passages kept, about 20 kB each: what is asked about is asked again."""
    lines = tuple(sentences(text)) or (text,)
    held = [terms(line) for line in lines]
    return _Read(
        lines,
        tuple(" ".join(each.folded) for each in held),
        tuple(frozenset(each.folded) for each in held),
        tuple(frozenset(each.pairs) for each in held),
        frozenset(terms(title).folded),
    )


def _shown(tuning: Tuning, lines: Sequence[str], score: list[float]) -> str:
    """The best, or it and the better of its neighbours where little lies between them."""
    first = max(range(len(lines)), key=lambda n: (score[n], -n))
    beside = [n for n in (first - 1, first + 1) if 0 <= n < len(lines)]
    second = max(beside, key=lambda n: score[n], default=first)
    if first and _SAME_YEAR.search(" ".join(terms(lines[first]).folded)):
        return f"{lines[first - 1]} {lines[first]}"
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


def _tells(told: re.Pattern[str], asked: Question, folded: str) -> bool:
    """Whether a folded sentence tells of the birth or death; with its year where that is asked."""
    dated = _YEAR.search(folded) or _SAME_YEAR.search(folded)
    return (dated is not None or _WHEN.search(asked.line) is None) and told.search(
        folded
    ) is not None


def _kind(asked: Question, line: str) -> bool:
    """Asked when, there is a year; how many, a number; who, a name the question does not have."""
    if _WHEN.search(asked.line):
        return bool(_YEAR.search(line))
    if _WHO.search(asked.line):
        known = set(asked.words.folded)
        return any(known.isdisjoint(terms(name).folded) for name in _NAME.findall(line))
    return bool(_HOW_MANY.search(asked.line) and _NUMBER.search(line))
