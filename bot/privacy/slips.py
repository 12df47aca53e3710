"""Slips of a key in the words that name a secret, and words that are no Vietnamese."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Final

from vietnamese.reading import fold
from vietnamese.reading.syllable import ONSETS, RIMES

_NAMES: Final = ("matkhau", "password", "passcode", "mabimat", "masopin", "sobimat")
"""Long enough that one slip makes no other word of them."""
_WORD: Final = re.compile(r"[a-z]+")
_KNOWN: Final = frozenset(
    "mon hoc lai sach bai thi qua roi cho ban course exam test subject manager member please "
    "thanks facebook google youtube internet website online banking laptop windows android iphone "
    "zalo school student library password username account".split()
)


def names_secret(text: str) -> bool:
    """Whether folded text holds one of the names with a single slip in it."""
    words = _WORD.findall(text)
    pairs = [first + second for first, second in pairwise(words)]
    triples = [a + b for a, b in zip(pairs, words[2:], strict=False)]
    if any(_near(word, name) for word in (*words, *pairs, *triples) for name in _NAMES):
        return True
    return any(
        first in ("ma", "so", "max")
        and second != "in"
        and _near(second, "pin")
        and len(second) == 3
        for first, second in pairwise(words)
        if sorted(second) == sorted("pin") or second in ("pim", "pjn", "pon", "oin", "pinn")
    )


def _near(word: str, name: str) -> bool:
    """One letter more, less or another, or two neighbours that changed places."""
    if word == name:
        return True
    if abs(len(word) - len(name)) > 1 or not word:
        return False
    if len(word) == len(name):
        odd = [n for n, (a, b) in enumerate(zip(word, name, strict=True)) if a != b]
        if len(odd) == 1:
            return True
        return len(odd) == 2 and odd[1] == odd[0] + 1 and word[odd[0]] == name[odd[1]]
    short, long = sorted((word, name), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


@cache
def _syllables() -> frozenset[str]:
    return frozenset(fold(onset + rime) for onset in ONSETS for rime in RIMES)


def is_made_up(word: str) -> bool:
    """Whether a run of at least six bare letters is no syllable: a password, after its name."""
    return len(word) >= 6 and word.isalpha() and word not in _syllables() | _KNOWN
