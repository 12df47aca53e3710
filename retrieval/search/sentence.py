"""The sentence of a passage that answers: rare words and pairs, those telling here, meaning."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from retrieval.judge.head import Verdict
from retrieval.model import Passage
from retrieval.passages import sentences
from retrieval.search.coverage import Weighed
from retrieval.search.tuning import Tuning
from retrieval.search.wanted import Wanted, tells_kind
from retrieval.terms import Terms, terms

UNRELATED, ANSWERING = 0.76, 0.90
"""Cosines of this encoder: of texts that have nothing in common, and of an answer."""
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
_ENDED = re.compile(r"[.!?…:;,][\"”»)]*$")
HEADING = 90
"""Characters of the longest heading."""
_SAME_YEAR = re.compile(r"\bnam (?:ay|do)\b")
"""Of a sentence that cannot be understood without the one before it."""
_YEAR = re.compile(r"\b\d{3,4}\b")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, as terms, weighed over the whole collection."""

    words: Terms
    line: str
    """Its folded words in order, joined by spaces."""
    weighed: Weighed
    pairs: Weighed
    wanted: Wanted


@dataclass(frozen=True, slots=True)
class Best:
    """`text` is shown; `sure` (about 0..1) says whether anything here answers."""

    text: str
    sure: float
    height: int
    """2 where that is sure, 1 where it is doubtful, 0 else; the judge's word counted where it has
    one."""
    fits: bool
    """Whether what is shown has the kind of answer asked for, and tells the relation asked of."""
    begins: int
    """Place among the passage's sentences of the first one shown."""


@dataclass(frozen=True, slots=True)
class Read:
    """A passage's sentences, and the folded words and pairs of each."""

    lines: tuple[str, ...]
    headings: tuple[bool, ...]
    folded: tuple[str, ...]
    words: tuple[frozenset[str], ...]
    pairs: tuple[frozenset[str], ...]
    title: frozenset[str]


def best(
    tuning: Tuning,
    asked: Question,
    passage: Passage,
    cosines: Sequence[float],
    verdict: Verdict | None = None,
) -> Best:
    """The sentence that answers best, with the one beside it where that is nearly as good.

    `verdict` is the answer judge's, whose word weighs most; without it words and meaning decide.
    `cosines` of the question to each sentence, in order; fewer or none where there are no vectors.
    """
    held = read(passage.title, passage.text)
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
            + tuning.telling_kind * tells_kind(asked.wanted, line, held.folded[n])
            - tuning.telling_heading * held.headings[n]
        )
    for told in asked.wanted.told:
        for n, folded in enumerate(held.folded):
            score[n] += tuning.telling_focus / 2 if told.search(folded) else 0.0
    for told in (told for wanted, told in _FOCUS if wanted.search(asked.line)):
        fits = [_tells(told, asked, each) for each in held.folded]
        for n, fit in enumerate(fits):
            sure[n] += tuning.telling_focus / 4 if fit else 0.0
            score[n] += tuning.telling_focus if fit else -tuning.telling_focus
        if not any(fits):
            sure = [each / 2 for each in sure]
    whole = 1 + tuning.sentence_pairs + tuning.sentence_cosine
    sure_all = max(sure) / whole
    height = (sure_all >= tuning.doubtful_bar) + (sure_all >= tuning.answer_bar)
    if verdict is not None and len(verdict.shares) <= len(score):
        for n, share in enumerate(verdict.shares):
            score[n] += tuning.telling_judge * float(share)
        words = tuning.judge_words * (sure_all - tuning.judge_even)
        answers = 1 / (1 + math.exp(-tuning.judge_margin * verdict.margin - words))
        height = (answers >= tuning.judge_doubtful) + (answers >= tuning.judge_sure)
    first, after = _shown(tuning, held, score)
    text = " ".join(held.lines[first:after])
    folded = " ".join(held.folded[first:after])
    fitting = tells_kind(asked.wanted, text, folded) and all(
        each.search(folded) for each in asked.wanted.told
    )
    return Best(text, sure_all, height, fitting, first)


@lru_cache(maxsize=1_000)
def read(title: str, text: str) -> Read:
    """A thousand passages kept, about 20 kB each: what is asked about is asked again."""
    lines = tuple(sentences(text)) or (text,)
    held = [terms(line) for line in lines]
    return Read(
        lines,
        tuple(heading(line, after) for line, after in zip(lines, (*lines[1:], ""), strict=True)),
        tuple(" ".join(each.folded) for each in held),
        tuple(frozenset(each.folded) for each in held),
        tuple(frozenset(each.pairs) for each in held),
        frozenset(terms(title).folded),
    )


def _shown(tuning: Tuning, held: Read, score: list[float]) -> tuple[int, int]:
    """Places of the best, or of it and the better of its neighbours where little lies between."""
    lines = held.lines
    first = max(range(len(lines)), key=lambda n: (score[n], -n))
    beside = [n for n in (first - 1, first + 1) if 0 <= n < len(lines) and not held.headings[n]]
    second = max(beside, key=lambda n: score[n], default=first)
    if first - 1 in beside and _SAME_YEAR.search(held.folded[first]):
        return first - 1, first + 1
    near = second != first and score[first] - score[second] < tuning.sentence_beside
    if held.headings[first]:
        near = near or second != first
    if not near or len(lines[first]) + len(lines[second]) > tuning.longest_answer:
        return first, first + 1
    if held.headings[first]:
        return second, second + 1
    return min(first, second), max(first, second) + 1


def heading(line: str, after: str) -> bool:
    """A short line that ends without a mark before one that ends with it; verses are none."""
    return not _ENDED.search(line) and _ENDED.search(after) is not None and len(line) <= HEADING


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
    return (dated is not None or asked.wanted.kind != "when") and told.search(folded) is not None
