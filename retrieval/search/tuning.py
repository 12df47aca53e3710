"""Weights and thresholds of the search, as settings with measured defaults."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tuning:
    """Defaults hold on ViQuAD2 and the demo library; see docs/reference/search.md."""

    depth: int = 100
    """Candidates taken from each side before fusion."""
    reranked: int = 10
    """Passages given to the reranker, where one is set."""
    dense_share: float = 0.35
    """Share of the vectors in a passage's weighted sum (R@1 88.3 at 0.35, 87.9 at 0.4 and 0.5).

    Reciprocal ranks were 3 points worse.
    """
    work_dense_share: float = 0.3
    """The same for works, whose texts are a line long."""
    work_weights: dict[str, float] = field(
        default_factory=lambda: {"title": 3.0, "author": 2.0, "subject": 1.5, "rest": 0.7}
    )
    passage_weights: dict[str, float] = field(default_factory=lambda: {"text": 1.0, "work": 0.2})
    least_coverage: float = 0.5
    """Share of a query's content, by rarity, that a work must hold to count as found."""
    dense_found: float = 0.845
    """Cosine from which a work counts as found though its words differ."""
    sentence_pairs: float = 1.3
    """Weight of the neighbouring words a sentence shares with the question, its words being 1."""
    sentence_cosine: float = 0.6
    """Weight of its closeness in meaning, stretched so that 0.76 (unrelated) is 0 and 0.90 is 1."""
    surely: float = 0.3
    """Added to a passage's score (0..1) for its best sentence (R@1 88.1 -> 88.6, both halves)."""
    telling_pairs: float = 1.4
    """Which sentence is shown: weight of the pairs of words that tell it from its neighbours, the
    pairs rare in all texts being 1 (answer in the sentence 67.8 -> 69.4 of 100)."""
    telling_words: float = 0.65
    telling_cosine: float = 0.4
    telling_kind: float = 0.2
    """Added where a year, number or name is asked for and the sentence has one."""
    telling_focus: float = 1.2
    """Added where a birth or death is asked for and told, taken away where it is not."""
    telling_judge: float = 0.0
    """Times the share (0..1) that the judge gives a sentence of its passage: at 1.2 a third of
    ViQuAD2-half (134 questions) had the answer in the sentence 78.4 times of 100, at 0 81.3."""
    judge_margin: float = 0.5
    """Of the judge's log-odds that a passage answers, in the odds that decide whether it does."""
    judge_words: float = 6.0
    """Of what words and closeness say, above or below `judge_even`, in the same odds."""
    judge_even: float = 0.6
    """What they say where they weigh neither way."""
    judge_sure: float = 0.5
    """From which, with the judge's word, a passage answers: set on lines over texts of the demo
    that the judge was not trained on."""
    judge_doubtful: float = 0.21
    """From which it may bear on the question: 92 of 100 ViQuAD2 questions reach it."""
    telling_heading: float = 1.0
    """Taken away from a heading: it names what follows and answers nothing."""
    sentence_beside: float = 0.8
    """Distance within which the sentence before or after is shown too (answer shown, with 600
    characters and a cosine of 0.4: 79.5 -> 81.2 of 100, both halves)."""
    longest_answer: int = 600
    """Characters of two sentences shown together."""
    doubtful_bar: float = 0.25
    """Score from which a passage may bear on the question; between the two it is shown as such."""
    answer_bar: float = 0.355
    """Score from which a passage answers; set on one half of the questions, told on the other."""
    title_exact: float = 2.0
    """Added to the fused score (0..1) of a work whose whole title is the query."""
    title_begins: float = 0.6
    """The same where the title begins with the query, or stands in it."""
    title_holds: float = 0.3
    """The same where the query stands in the title, word for word."""
    named_whole: float = 0.6
    """Added where they hold all of its words."""
    subject_holds: float = 0.6
    """Added where the whole query stands in one of the work's subjects."""
    title_filled: float = 0.3
    """Added to those two for the share of the title that the query is."""
    named: float = 0.5
    """Added for the share of the query's words, by rarity, that title and authors hold."""
