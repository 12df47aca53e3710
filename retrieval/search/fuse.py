"""Weighted sum of two result lists, each stretched to 0..1 over its candidates."""

from __future__ import annotations

from collections.abc import Sequence

Scored = Sequence[tuple[int, float]]


def fuse(lexical: Scored, dense: Scored, dense_share: float) -> list[tuple[int, float]]:
    """(number, 0..1), best first; absence from a list counts as its lowest score."""
    total: dict[int, float] = {}
    for scored, share in ((lexical, 1 - dense_share), (dense, dense_share)):
        for number, value in _stretched(scored):
            total[number] = total.get(number, 0.0) + share * value
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


def _stretched(scored: Scored) -> list[tuple[int, float]]:
    if not scored:
        return []
    values = [value for _, value in scored]
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    return [(number, (value - low) / span if high > low else 1.0) for number, value in scored]
