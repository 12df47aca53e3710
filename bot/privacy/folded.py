"""A message as meant, in bare lower-case letters, with the way back to the letters as typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from vietnamese.reading import fold, read

MOST_READ = 2_000
"""Characters whose typing is decoded; the rest is taken as it stands. Readers write 60."""


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` to look at; `spans[n]` is where its n-th character stands in the message."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the message that [start, end) of `text` was made from."""
        covered = self.spans[start:end]
        return covered[0][0], max(each[1] for each in covered)


def folded(text: str) -> Folded:
    """However it was typed (`ma65t kha63u`, `maatj khaaur`, `mat khau`), it reads alike."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0

    def as_typed(start: int, end: int) -> None:
        for place in range(start, end):
            letter = _bare(text[place])
            pieces.append(letter)
            spans.extend([(place, place + 1)] * len(letter))

    for token in read(text[:MOST_READ]).tokens:
        as_typed(at, token.start)
        at = token.end
        if token.meant == token.typed or token.why == "short_form":
            as_typed(token.start, token.end)
            continue
        meant = "".join(_bare(letter) for letter in token.meant)
        pieces.append(meant)
        spans.extend([(token.start, token.end)] * len(meant))
    as_typed(at, len(text))
    return Folded("".join(pieces), tuple(spans))


_UNSEEN: Final = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufe0f\u20e3")
"""What hides between the digits of a number without being seen."""


def _bare(letter: str) -> str:
    """Digits of every script as 0-9, letters without marks."""
    if letter in _UNSEEN:
        return ""
    if letter.isdecimal():
        return str(int(letter))
    return fold(letter).lower() or letter
