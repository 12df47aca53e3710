"""What one word by itself is or could be, worked out once and kept.

Steps ask it again for every message; readers use the same few thousand words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from vietnamese.reading import keystrokes, lexicon
from vietnamese.reading.counts import Counts
from vietnamese.reading.restore import Search, searcher
from vietnamese.reading.slots import Slots
from vietnamese.reading.syllable import is_syllable

KEPT = 4096
RARE = 1.0
"""Syllables counted no oftener (`liếu`) stand in the counts to be known, not to be guessed."""
_NUMBERED = frozenset("tap lop so quyen cuon chuong bai khoa tang phong ky hoc".split())


@dataclass(frozen=True, slots=True)
class Keyed:
    """What keystrokes type, and whether they can be nothing else: the word is no word as it
    stands, and a known one when decoded."""

    meant: str
    certain: bool


class WordAnalyzer:
    """All that reading looks up: counts, slots, the search, and words by themselves."""

    def __init__(self, counts: Counts, search: Search | None = None) -> None:
        self.counts = counts
        self.slots = Slots(counts)
        self.search = search or searcher(counts)
        self.telex = lru_cache(maxsize=KEPT)(self._telex)
        self.vni = lru_cache(maxsize=KEPT)(self._vni)

    def _telex(self, typed: str) -> Keyed | None:
        return self._keyed(typed, keystrokes.telex(typed))

    def _vni(self, typed: str) -> Keyed | None:
        return self._keyed(typed, keystrokes.vni(typed))

    def _keyed(self, typed: str, meant: str | None) -> Keyed | None:
        if meant is None:
            return None
        known = is_syllable(typed) or typed in lexicon.english() or _numbered(typed)
        seen = max(RARE, self.counts.word(typed))
        return Keyed(meant, not known and self.counts.word(meant) > seen)


def _numbered(typed: str) -> bool:
    return typed[-1].isdigit() and typed.rstrip("0123456789") in _NUMBERED
