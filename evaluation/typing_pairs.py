"""Chat and its normal form: the aligner, and recall and precision on aligned tokens."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from evaluation.typing_score import percent
from vietnamese.reading.letters import fold, nfc
from vietnamese.reading.model import Reading
from vietnamese.reading.syllable import canonical

MAX_SPAN = 5
"""Words a single short form may stand for (`ntn`, `hsgqg`)."""

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Aligned:
    """A token of the original, its place there, and the normal words it stands for."""

    typed: str
    start: int
    end: int
    meant: str


@dataclass(slots=True)
class Found:
    """Tokens that need normalising, those changed, and those that came out as annotated."""

    pairs: int = 0
    needed: int = 0
    recalled: int = 0
    changed: int = 0
    changed_right: int = 0
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    spoilt: list[tuple[str, str, str]] = field(default_factory=list)

    def shares(self) -> dict[str, float]:
        return {
            "pairs": self.pairs,
            "recall": percent(self.recalled, self.needed),
            "precision": percent(self.changed_right, self.changed),
        }


def align(original: str, normal: str) -> list[Aligned]:
    """Each token of `original` with the stretch of `normal` that costs least in all."""
    tokens = list(_TOKEN.finditer(nfc(original)))
    words = [m[0] for m in _TOKEN.finditer(nfc(normal))]
    rows, columns = len(tokens), len(words)
    far = float("inf")
    best = [[far] * (columns + 1) for _ in range(rows + 1)]
    back = [[0] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    slack = abs(columns - rows) + 8
    for i in range(rows):
        typed = tokens[i][0]
        for j in range(max(0, i - slack), min(columns, i + slack) + 1):
            if best[i][j] == far:
                continue
            for span in range(min(MAX_SPAN, columns - j) + 1):
                cost = best[i][j] + _cost(typed, words[j : j + span])
                if cost < best[i + 1][j + span]:
                    best[i + 1][j + span], back[i + 1][j + span] = cost, span
    if best[rows][columns] == far:
        return []
    aligned, j = [], columns
    for i in range(rows, 0, -1):
        span = back[i][j]
        match = tokens[i - 1]
        aligned.append(Aligned(match[0], match.start(), match.end(), " ".join(words[j - span : j])))
        j -= span
    return aligned[::-1]


def _cost(typed: str, words: list[str]) -> float:
    """0 for the same word, below 1 for a likely form of it, above for strangers."""
    if len(words) == 1:
        return _cost_of_one(typed, words[0])
    bare = fold(typed)
    folded = [fold(word) for word in words]
    if not words:
        return 1.2
    if bare in ("".join(word[:1] for word in folded), "".join(folded)):
        return 0.3 + 0.1 * len(words)
    return 0.9 + 0.8 * (len(words) - 1) - 0.6 * _near(bare, "".join(folded))


def _cost_of_one(typed: str, word: str) -> float:
    bare, folded = fold(typed), fold(word)
    if typed.lower() == word.lower():
        return 0.0
    if bare == folded:
        return 0.1
    if not typed[0].isalnum() or not word[0].isalnum():
        return 2.5
    return 1.0 - 0.5 * _near(bare, folded) - (0.15 if bare[:1] == folded[:1] else 0.0)


def _near(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def load(file: Path) -> list[tuple[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return [(row["original"], row["normalized"]) for row in csv.DictReader(lines)]


def evaluate(
    pairs: list[tuple[str, str]], read: Callable[[str], Reading], *, equal_only: bool = True
) -> Found:
    """Over pairs as long in tokens as their normal forms, or over all of them."""
    found = Found()
    for original, normal in pairs:
        aligned = align(original, normal)
        longer = any(" " in one.meant or not one.meant for one in aligned)
        if not aligned or (equal_only and longer):
            continue
        found.pairs += 1
        _score(aligned, read(nfc(original)), found)
    return found


def _score(aligned: list[Aligned], reading: Reading, found: Found) -> None:
    meant = {(token.start, token.end): token.meant for token in reading.tokens}
    for one in aligned:
        if not one.typed[0].isalnum():
            continue
        got = _same(meant.get((one.start, one.end), one.typed))
        typed, wanted = _same(one.typed), _same(one.meant)
        if typed != wanted:
            found.needed += 1
            found.recalled += got == wanted
            if got != wanted:
                found.missed.append((one.typed, got, one.meant))
        if got != typed:
            found.changed += 1
            found.changed_right += got == wanted
            if got != wanted:
                found.spoilt.append((one.typed, got, one.meant))


def _same(text: str) -> str:
    return " ".join(canonical(word) for word in nfc(text).lower().split())
