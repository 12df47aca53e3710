"""Word and word-pair counts: the small language model that restores accents.

Layout in memory: one dict of words, two parallel arrays of pairs sorted by key
(first id << 24 | second id), looked up by bisection: 12 bytes a pair.
"""

from __future__ import annotations

import gzip
import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from vietnamese.letters import fold

START = "<s>"
_SHIFT = 24
PAIR_SHARE = 0.85
"""Weight of the pair estimate against the single word's; best of 0.7 .. 0.95 on held-out text."""


class Counts:
    """Counts with the readings of each folded form, most frequent first."""

    def __init__(self, words: Mapping[str, float], pairs: Mapping[tuple[str, str], float]) -> None:
        self._ids = {word: number for number, word in enumerate(words)}
        self._word_counts = array("d", words.values())
        self._total = sum(self._word_counts) or 1.0
        keyed = sorted(
            ((self._ids[a] << _SHIFT) | self._ids[b], count) for (a, b), count in pairs.items()
        )
        self._keys = array("Q", (key for key, _ in keyed))
        self._pair_counts = array("f", (count for _, count in keyed))
        self._readings: dict[str, tuple[str, ...]] = _by_fold(words)

    def readings(self, folded: str) -> tuple[str, ...]:
        """Accented forms seen for a folded word, most frequent first; empty if none."""
        return self._readings.get(folded, ())

    def word(self, word: str) -> float:
        number = self._ids.get(word)
        return 0.0 if number is None else self._word_counts[number]

    def pair(self, first: str, second: str) -> float:
        a, b = self._ids.get(first), self._ids.get(second)
        if a is None or b is None:
            return 0.0
        key = (a << _SHIFT) | b
        at = bisect_left(self._keys, key)
        return self._pair_counts[at] if at < len(self._keys) and self._keys[at] == key else 0.0

    def score(self, first: str, second: str) -> float:
        """Log probability of `second` after `first`."""
        single = (self.word(second) + 0.1) / self._total
        seen = self.word(first)
        if not seen:
            return math.log(single)
        return math.log(PAIR_SHARE * self.pair(first, second) / seen + (1 - PAIR_SHARE) * single)


def _by_fold(words: Mapping[str, float]) -> dict[str, tuple[str, ...]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if word != START:
            groups[fold(word)].append(word)
    return {
        folded: tuple(sorted(group, key=lambda w: -words[w])[:12])
        for folded, group in groups.items()
    }


def save(path: Path, words: Mapping[str, float], pairs: Mapping[tuple[str, str], float]) -> None:
    """Text, gzipped without a time stamp: the same counts give the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{word}\t{count:g}" for word, count in sorted(words.items())]
    lines += [f"{a} {b}\t{count:g}" for (a, b), count in sorted(pairs.items())]
    temporary = path.with_suffix(".tmp")
    with temporary.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write("\n".join(lines).encode())
    temporary.replace(path)


def load_into(
    path: Path,
    words: dict[str, float],
    pairs: dict[tuple[str, str], float],
    weight: float = 1.0,
) -> None:
    """Add the file's counts, times `weight`. Raises OSError or ValueError."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            key, _, count = line.rstrip("\n").partition("\t")
            first, _, second = key.partition(" ")
            value = float(count) * weight
            if second:
                pairs[first, second] = pairs.get((first, second), 0.0) + value
            else:
                words[first] = words.get(first, 0.0) + value


def count(
    sentences: Iterable[list[str]],
    words: dict[str, float],
    pairs: dict[tuple[str, str], float],
) -> None:
    """Add the words and neighbours of each sentence (lists of lower-case words)."""
    for sentence in sentences:
        before = START
        words[START] = words.get(START, 0.0) + 1
        for word in sentence:
            words[word] = words.get(word, 0.0) + 1
            pairs[before, word] = pairs.get((before, word), 0.0) + 1
            before = word
