"""Which content belongs to which field, where counts or lengths disagree: the cheapest way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 250_000
"""Pairs weighed, a quarter of a second; larger records are paired in order or not at all."""
MISFIT, OTHER_LENGTH, CONTINUED, LOST = 3.0, 0.5, 1.0, 2.5
"""Cost of a control field with subfields or a data field without; of another length than said; of
a content that goes on from the one before; of a field without content."""
_BEGINS = re.compile(rb"[^\x1f]{0,3}\x1f")
"""Indicators, of which there are sometimes more or fewer than two, and a subfield."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the directory says of a field: bytes of its content, negative where unreadable."""

    length: int
    control: bool


def aligned(fields: Sequence[Expected], contents: Sequence[bytes]) -> list[list[bytes]] | None:
    """The contents of each field, in order, every content used once; None where it is a guess."""
    if not contents:
        return None
    if len(fields) * len(contents) > MOST:
        return [[each] for each in contents] if len(fields) == len(contents) else None
    steps = _steps(fields, [_shape(content) for content in contents])
    laid: list[list[bytes]] = [[] for _ in fields]
    row, column = len(fields), len(contents)
    while row or column:
        step = steps[row][column]
        if step == "lost":
            row -= 1
        elif step == "continued":
            column -= 1
            laid[row - 1].insert(0, contents[column])
        else:
            row, column = row - 1, column - 1
            laid[row].insert(0, contents[column])
    return laid if _sure(fields, contents, laid) else None


def _sure(
    fields: Sequence[Expected], contents: Sequence[bytes], laid: Sequence[Sequence[bytes]]
) -> bool:
    """Nothing is missing, or lengths show what is: four in five of the others are as said."""
    kept = [(f, b"\x1e".join(parts)) for f, parts in zip(fields, laid, strict=True) if parts]
    misfits = sum(1 for field, content in kept if field.control == _shape(content)[1])
    if misfits * 4 > len(kept):
        return False
    if len(kept) == len(fields):
        return True
    right = sum(1 for field, content in kept if field.length == len(content))
    return right * 5 >= len(kept) * 4


def _shape(content: bytes) -> tuple[int, bool]:
    """Its bytes, and whether it begins as a data field does."""
    return len(content), _BEGINS.match(content) is not None


def _steps(fields: Sequence[Expected], shapes: Sequence[tuple[int, bool]]) -> list[list[str]]:
    """The last step of the cheapest way to each pair of counts."""
    far = float("inf")
    before = [0.0] + [far] * len(shapes)
    steps = [["" for _ in range(len(shapes) + 1)] for _ in range(len(fields) + 1)]
    for row, field in enumerate(fields, start=1):
        costs = [before[0] + LOST]
        steps[row][0] = "lost"
        for column, (length, data) in enumerate(shapes, start=1):
            paired = before[column - 1] + MISFIT * (data == field.control)
            paired += 0.0 if length == field.length else OTHER_LENGTH
            lost = before[column] + LOST
            continued = costs[column - 1] + (MISFIT if data else CONTINUED)
            if steps[row][column - 1] == "lost":  # there is nothing to go on from
                continued = far
            best = min(paired, lost, continued)
            steps[row][column] = (
                "paired" if best == paired else "continued" if best == continued else "lost"
            )
            costs.append(best)
        before = costs
    return steps
