"""How near a reading is to what was meant: syllables, sentences, harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from vietnamese.reading.letters import nfc
from vietnamese.reading.model import Reading
from vietnamese.reading.syllable import canonical

Read = Callable[[str], str]

_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class Tally:
    """Right and all, of syllables (words between blanks and marks) and of sentences."""

    syllables: int = 0
    syllables_right: int = 0
    sentences: int = 0
    sentences_right: int = 0
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """(read as, meant) of the first wrong sentences."""

    def add(self, read: str, meant: str) -> None:
        got, wanted = plain(read), plain(meant)
        right = sum(a == b for a, b in zip(got, wanted, strict=False))
        if len(got) != len(wanted):
            right = _in_order(got, wanted)
        self.syllables += len(wanted)
        self.syllables_right += right
        self.sentences += 1
        if got == wanted:
            self.sentences_right += 1
        elif len(self.wrong) < 400:
            self.wrong.append((read, meant))

    def shares(self) -> dict[str, float]:
        return {
            "syllables": percent(self.syllables_right, self.syllables),
            "sentences": percent(self.sentences_right, self.sentences),
        }


def plain(text: str) -> list[str]:
    """Words in lower case, NFC, tones in their one place."""
    return [canonical(word) for word in _WORD.findall(nfc(text).lower())]


def _in_order(got: list[str], wanted: list[str]) -> int:
    """The longest common subsequence, for readings that changed the number of words."""
    row = [0] * (len(wanted) + 1)
    for word in got:
        before = 0
        for at, other in enumerate(wanted, start=1):
            above = row[at]
            row[at] = before + 1 if word == other else max(above, row[at - 1])
            before = above
    return row[-1]


def harmed(reading: Reading) -> list[tuple[str, str]]:
    """Tokens of right text that came out as another word (tone placement apart)."""
    changed = ((token.typed, token.meant) for token in reading.tokens)
    return [(typed, meant) for typed, meant in changed if plain(typed) != plain(meant)]


def harm(readings: Iterable[Reading]) -> tuple[float, list[tuple[str, str]]]:
    """Percent of blank-separated tokens changed, and which."""
    tokens, changed = 0, []
    for reading in readings:
        tokens += len(reading.typed.split())
        changed += harmed(reading)
    return percent(len(changed), tokens, places=3), changed


def percent(part: float, whole: float, places: int = 2) -> float:
    return round(100 * part / max(1, whole), places)
