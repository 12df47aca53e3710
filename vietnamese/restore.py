"""Choose the accented reading of each word: the best path through pair scores."""

from __future__ import annotations

import math
from collections.abc import Sequence

from vietnamese.counts import START, Counts

WINDOW = 60
"""Words per search; a longer message is read in stretches of this length."""


def best(options: Sequence[Sequence[str]], counts: Counts) -> tuple[list[str], float]:
    """The best reading of each word and the mean margin over its runner-up (0..1)."""
    words: list[str] = []
    sure: list[float] = []
    before = START
    for begin in range(0, len(options), WINDOW):
        stretch = options[begin : begin + WINDOW]
        path = _path(stretch, before, counts)
        sure += [_margin(path, at, stretch[at], before, counts) for at in range(len(path))]
        words += path
        before = path[-1]
    return words, sum(sure) / len(sure) if sure else 1.0


def _path(options: Sequence[Sequence[str]], before: str, counts: Counts) -> list[str]:
    scores: dict[str, float] = {before: 0.0}
    back: list[dict[str, str]] = []
    for choices in options:
        step: dict[str, float] = {}
        origin: dict[str, str] = {}
        for word in choices:
            best_before, best_score = before, float("-inf")
            for previous, score in scores.items():
                total = score + counts.score(previous, word)
                if total > best_score:
                    best_before, best_score = previous, total
            step[word], origin[word] = best_score, best_before
        back.append(origin)
        scores = step
    word = max(scores, key=lambda w: scores[w])
    path = []
    for origin in reversed(back):
        path.append(word)
        word = origin[word]
    return path[::-1]


def _margin(path: list[str], at: int, choices: Sequence[str], before: str, counts: Counts) -> float:
    """How much likelier the chosen word is than the next, given its neighbours."""
    if len(choices) == 1:
        return 1.0
    left = path[at - 1] if at else before
    right = path[at + 1] if at + 1 < len(path) else None

    def local(word: str) -> float:
        return counts.score(left, word) + (counts.score(word, right) if right else 0.0)

    chosen = local(path[at])
    other = max(local(word) for word in choices if word != path[at])
    return 1 / (1 + math.exp(min(50.0, other - chosen)))
