"""What can be chosen from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thing:
    """One of a list, in the order shown. `rank` orders by urgency, the least first (a due day);
    `entered` by when it came into the list (a loan's beginning)."""

    id: str
    title: str
    rank: float | None = None
    entered: float | None = None
