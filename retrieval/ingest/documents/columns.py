"""Reading order of a page's lines: column by column where a gutter parts them.

A gutter is a strip that the words of nearly all lines leave free. Lines that cross it (headings,
a running head) part the page into bands; in a band the left side is read whole, then the right.
Both sides must be set as prose, in lines that fill them: a table's rows stay rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

LEAST_LINES = 4
"""On either side of a gutter; fewer are a table or a title page."""
_NARROWEST = 0.9
"""Of a gutter, in heights of a line."""
_CROSSING = 0.25
"""Share of the lines that may cross a gutter."""
_WORDS = 4
"""In the middling line of a column of prose; a table's cells have fewer."""
_FILLED = 0.6
"""Share of the column that the middling line of prose fills."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the lower left."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


Line = list[Word]


def in_columns(lines: list[Line]) -> list[list[Line]]:
    """Groups of lines, each to be read down; one group where the page has no columns."""
    gutter = _gutter(lines)
    if gutter is None:
        return [lines]
    groups: list[list[Line]] = []
    band: list[tuple[Line, Line]] = []
    for line in sorted(lines, key=lambda line: -_middle(line)):
        left, right = _apart(line, gutter)
        if left and right and _gap(line, gutter) < 0.8 * (gutter[1] - gutter[0]):
            groups += _read(band)
            band = []
            groups.append([line])
        else:
            band.append((left, right))
    return groups + _read(band)


def _read(band: list[tuple[Line, Line]]) -> list[list[Line]]:
    """Left side, then right, each of them looked at for columns of its own."""
    sides = ([left for left, _ in band if left], [right for _, right in band if right])
    return [group for side in sides if side for group in in_columns(side)]


def _gutter(lines: list[Line]) -> tuple[float, float] | None:
    """The widest strip, as (left, right), that has prose on both sides."""
    if len(lines) < LEAST_LINES:
        return None
    height = median(word.top - word.bottom for line in lines for word in line)
    most = _CROSSING * len(lines)
    wide = [
        (begin, end)
        for begin, end in _free(lines, most)
        if end - begin >= _NARROWEST * height and _prose(lines, (begin, end))
    ]
    return max(wide, key=lambda strip: strip[1] - strip[0], default=None)


def _free(lines: list[Line], most: float) -> list[tuple[float, float]]:
    """Strips between words that at most so many lines cross."""
    turns: list[tuple[float, int]] = []
    for line in lines:
        for word in line:
            turns += [(word.left, 1), (word.right, -1)]
    turns.sort()
    strips, over, begin = [], 0, None
    for place, turn in turns:
        if begin is not None and over + turn > most:
            strips.append((begin, place))
            begin = None
        over += turn
        if over <= most and begin is None:
            begin = place
    first, last = turns[0][0], turns[-1][0]
    return [(a, b) for a, b in strips if a > first and b < last]


def _prose(lines: list[Line], gutter: tuple[float, float]) -> bool:
    sides = zip(*(_apart(line, gutter) for line in lines), strict=True)
    return all(_is_prose([part for part in side if part]) for side in sides)


def _is_prose(side: list[Line]) -> bool:
    """Many lines of several words, most of them about as long as the longest."""
    if len(side) < LEAST_LINES or median(map(len, side)) < _WORDS:
        return False
    lengths = sorted(line[-1].right - line[0].left for line in side)
    return median(lengths) >= _FILLED * lengths[int(0.9 * len(lengths))]


def _apart(line: Line, gutter: tuple[float, float]) -> tuple[Line, Line]:
    middle = sum(gutter) / 2
    left = [word for word in line if word.left + word.right < 2 * middle]
    return left, [word for word in line if word.left + word.right >= 2 * middle]


def _gap(line: Line, gutter: tuple[float, float]) -> float:
    """The room that the line leaves at the gutter."""
    left, right = _apart(line, gutter)
    return min(word.left for word in right) - max(word.right for word in left)


def _middle(line: Line) -> float:
    return (line[0].top + line[0].bottom) / 2
