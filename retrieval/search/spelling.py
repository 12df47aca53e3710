"""Other spellings of a word no record has: one slip away, and in the index."""

from __future__ import annotations

from collections.abc import Callable

LETTERS = "abcdefghijklmnopqrstuvwxyz"
SHORTEST = 3
"""One slip in two letters is another word."""
MOST = 3


def one_slip(word: str) -> set[str]:
    """Every folded form one letter dropped, added, changed or swapped away."""
    parts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in parts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    changed = {a + c + b[1:] for a, b in parts if b for c in LETTERS}
    added = {a + c + b for a, b in parts for c in LETTERS}
    return (dropped | swapped | changed | added) - {word}


def alternatives(word: str, frequency: Callable[[str], int]) -> tuple[str, ...]:
    """The most frequent forms one slip away from a word of no frequency; none for a known one."""
    if len(word) < SHORTEST or not word.isalpha() or not word.isascii() or frequency(word):
        return ()
    counted = [(frequency(form), form) for form in one_slip(word)]
    return tuple(form for count, form in sorted(counted, reverse=True)[:MOST] if count)
