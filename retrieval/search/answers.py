"""Searching the digitized texts: the passage, the sentence in it that answers, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.judge.head import Verdict, judge
from retrieval.judge.head import asked as judging
from retrieval.judge.weights import shipped
from retrieval.model import Passage, PassageHit, PassageResults
from retrieval.port import Encoder, Reranker, TokenEncoder, Vectors
from retrieval.search.canonical import canonical
from retrieval.search.fuse import fuse
from retrieval.search.sentence import Best, Question, best, read
from retrieval.search.shown import spoken_of
from retrieval.search.snapshot import OpenedIndex
from retrieval.search.spelling_repair import understood
from retrieval.search.tuning import Tuning
from retrieval.search.voice import Candidate, spoken
from retrieval.search.wanted import Wanted, about, wanted
from retrieval.terms import Terms, terms

READ = 4
"""First passages that the answer judge reads, some 5 ms each."""
JUDGED = 10
"""First hits whose sentences are read, and ordered by them too."""


def search(
    index: OpenedIndex,
    encoder: Encoder | None,
    tuning: Tuning,
    question: str,
    limit: int,
    *,
    reranker: Reranker | None = None,
) -> PassageResults:
    """Hits best first, each with its best sentence."""
    reading = understood(question, index.passage_rarity)
    meant = canonical(reading.understood, index.gazetteer)
    words = terms(meant)
    if not words.folded:
        return PassageResults((), answered=False)
    vector = None
    if encoder is not None and encoder.model == index.model:
        vector = encoder.encode([meant], "query")[0]
    ranked = _ranked(index, tuning, _searched(words, reading.alternatives), vector)
    taken = max(limit, JUDGED, tuning.reranked if reranker is not None else 0)
    held = index.texts(number for number, _ in ranked[:taken])
    ranked = [(number, score) for number, score in ranked if number in held]
    if reranker is not None:
        ranked = _reranked(reranker, tuning, meant, ranked, held)
    asked = _question(index, words, meant)
    verdicts = _verdicts(index, encoder, meant, [number for number, _ in ranked[:READ]])
    judged = []
    for number, score in ranked[: max(limit, JUDGED)]:
        cosines = [] if vector is None else _cosines(index, vector, number)
        found = best(tuning, asked, held[number], cosines, verdicts.get(number))
        whole = score + tuning.surely * found.sure
        judged.append(_candidate(asked.wanted, held[number], whole, found))
    if reranker is None:
        judged.sort(key=lambda each: -each.hit.score)
    return spoken(asked.wanted, judged, limit)


def _candidate(want: Wanted, passage: Passage, score: float, found: Best) -> Candidate:
    hit = PassageHit(
        passage,
        score,
        found.text,
        spoken_of(read(passage.title, passage.text), found.begins, passage.title),
    )
    return Candidate(hit, found.height, found.fits, about(want, f"{passage.title}. {passage.text}"))


def _verdicts(
    index: OpenedIndex, encoder: Encoder | None, meant: str, numbers: list[int]
) -> dict[int, Verdict]:
    """What the answer judge says of passages; nothing where the index has no pieces for it."""
    if not isinstance(encoder, TokenEncoder) or encoder.model != index.model:
        return {}
    if not (held := index.pieces.held(numbers)):
        return {}
    weights = shipped()
    question = judging(weights, encoder.tokens([meant], "query")[0])
    found = {number: judge(weights, question, each) for number, each in held.items()}
    return {number: verdict for number, verdict in found.items() if verdict is not None}


def _searched(words: Terms, others: Sequence[str]) -> Terms:
    """With the words of other readings, where accents had to be guessed.

    Of 800 questions without accents 87.5 are answered first instead of 87.25, in percent.
    """
    guessed = (word for other in others for word in terms(other).accented)
    return Terms(tuple(dict.fromkeys((*words.accented, *guessed))), words.folded)


def _question(index: OpenedIndex, words: Terms, meant: str) -> Question:
    rarity = index.passage_rarity
    pairs = tuple(dict.fromkeys(words.pairs))
    line = " ".join(words.folded)
    return Question(
        words,
        line,
        rarity.weighed(words.content),
        rarity.weighed_pairs(pairs),
        wanted(meant, index.gazetteer),
    )


def _ranked(
    index: OpenedIndex, tuning: Tuning, words: Terms, vector: Vectors | None
) -> list[tuple[int, float]]:
    """(passage number, 0..1), best first."""
    wanted = index.passages.any_of(words, tuning.passage_weights)
    found = index.passages.search(wanted, tuning.depth)
    if vector is None:
        return fuse(found, [], 0.0)
    near = _near(index, vector, [number for number, _ in found], tuning.depth)
    return fuse(found, near, tuning.dense_share)


def _reranked(
    reranker: Reranker,
    tuning: Tuning,
    meant: str,
    ranked: list[tuple[int, float]],
    held: dict[int, Passage],
) -> list[tuple[int, float]]:
    """The first few in the reranker's order, each under its old place's score; the rest as is."""
    first = ranked[: tuning.reranked]
    judged = reranker.scores(meant, [held[number].text for number, _ in first])
    order = sorted(range(len(first)), key=lambda place: -judged[place])
    moved = [(first[old][0], first[new][1]) for new, old in enumerate(order)]
    return moved + ranked[tuning.reranked :]


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


def _cosines(index: OpenedIndex, vector: Vectors, number: int) -> list[float]:
    rows = index.sentence_rows(number)
    return [float(value) for value in rows @ vector] if len(rows) else []
