"""Titles, authors and subjects of the library's own catalogue, recognised in a message.

Set-up writes `names/<kind>.txt` under `THUTHU_HOME`, one name a line. They are held as sorted
64-bit hashes of their folded words: eight bytes a name, so that a million titles fit.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random

import numpy as np

from vietnamese.reading import fold, nfc

KINDS = ("title", "author", "subject")
LONGEST = 12
"""Words of a name; longer ones are known by pattern and by the learnt spans."""
SHORTEST = 2
"""A name of one word (`Mẹ`, `Đất`) is too often just a word."""


class Names:
    """`marks` says for each word where a name of a kind begins (`B`) or goes on (`I`)."""

    def __init__(self, folder: Path) -> None:
        self._names = {kind: _read(folder / f"{kind}.txt") for kind in KINDS}
        self._hashes = {
            kind: np.unique(np.array([_hash(fold(name).lower()) for name in names], np.uint64))
            for kind, names in self._names.items()
        }

    def marks(self, words: Sequence[str], *, half: bool = False) -> list[dict[str, str]]:
        """Per word its marks by kind. `half`: half of the names are unknown, as in training, so
        that what stands around a name is learnt too."""
        found: list[dict[str, str]] = [{} for _ in words]
        for kind in KINDS:
            at = 0
            while at < len(words):
                length = self._longest(words, at, kind, half)
                for place in range(at, at + length):
                    found[place][kind] = "B" if place == at else "I"
                at += max(1, length)
        return found

    def any(self, kind: str, chance: Random) -> str:
        """A name of that kind by chance, or an empty string when none is known."""
        names = self._names.get(kind, ())
        return chance.choice(names) if names else ""

    def _longest(self, words: Sequence[str], at: int, kind: str, half: bool) -> int:
        hashes = self._hashes[kind]
        if not len(hashes):
            return 0
        for length in range(min(LONGEST, len(words) - at), SHORTEST - 1, -1):
            value = np.uint64(_hash(" ".join(words[at : at + length])))
            place = int(np.searchsorted(hashes, value))
            if place < len(hashes) and hashes[place] == value and not (half and int(value) & 1):
                return length
        return 0


@lru_cache(maxsize=1)
def catalogue() -> Names:
    """Of the catalogue under `THUTHU_HOME`; empty when none is set up."""
    return Names(Path(os.environ.get("THUTHU_HOME", "var")) / "names")


def _read(path: Path) -> tuple[str, ...]:
    if not path.exists():
        return ()
    lines = (nfc(line.strip()) for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if SHORTEST <= len(line.split()) <= LONGEST)


def _hash(words: str) -> int:
    return int.from_bytes(hashlib.blake2b(words.encode(), digest_size=8).digest(), "little")
