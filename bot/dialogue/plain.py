"""A text as its bare words, for patterns and comparisons."""

from __future__ import annotations

from vietnamese.reading import fold


def plain(text: str) -> str:
    """Folded, lower case, punctuation out, words parted by one space."""
    folded = fold(text).lower()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())
