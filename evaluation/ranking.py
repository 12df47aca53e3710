"""Measures of a ranking, in percent, and whether a difference between two is more than chance."""

from __future__ import annotations

from collections.abc import Sequence, Set
from statistics import mean

import numpy as np

CUTS = (1, 5, 10)
RESAMPLES = 2_000


def measures(rankings: Sequence[Sequence[str]], relevant: Sequence[Set[str]]) -> dict[str, float]:
    """`R@1 R@5 R@10 MRR@10 nDCG@10`, each the mean over the queries."""
    pairs = list(zip(rankings, relevant, strict=True))
    found = {f"R@{k}": mean(recall(r, right, k) for r, right in pairs) for k in CUTS}
    found["MRR@10"] = mean(_reciprocal(r, right) for r, right in pairs)
    found["nDCG@10"] = mean(_gain(r, right) for r, right in pairs)
    return {name: round(100 * value, 2) for name, value in found.items()}


def recall(ranking: Sequence[str], right: Set[str], cut: int) -> float:
    """Share of the relevant ones among the first `cut`; of one, whether it is there."""
    return len(right & set(ranking[:cut])) / min(len(right), cut) if right else 0.0


def difference(
    style: Sequence[Sequence[str]], clean: Sequence[Sequence[str]], relevant: Sequence[Set[str]]
) -> dict[str, float]:
    """R@1 against clean on the same queries: points, and the lower bound of 95 % (bootstrap)."""
    pairs = zip(style, clean, relevant, strict=True)
    points = np.array([recall(s, right, 1) - recall(c, right, 1) for s, c, right in pairs])
    draw = np.random.default_rng(1)
    picks = draw.integers(0, len(points), (RESAMPLES, len(points)))
    low = np.quantile(points[picks].mean(axis=1), 0.025)
    return {"points": round(100 * points.mean(), 2), "low": round(100 * float(low), 2)}


def _reciprocal(ranking: Sequence[str], right: Set[str]) -> float:
    return next((1 / n for n, each in enumerate(ranking[:10], start=1) if each in right), 0.0)


def _gain(ranking: Sequence[str], right: Set[str]) -> float:
    if not right:
        return 0.0
    shares = 1 / np.log2(np.arange(2, 12))
    held = np.array([each in right for each in ranking[:10]], float)
    return float(held @ shares[: len(held)] / shares[: min(10, len(right))].sum())
