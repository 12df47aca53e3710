"""What a library would use instead: plain BM25 over syllables, or over segmented words.

They need the extra `evaluation`, which a server has not; without it there is nothing beside ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np

from retrieval.terms import terms
from vietnamese.reading import nfc

Split = Callable[[str], list[str]]


def syllables(text: str) -> list[str]:
    """Lower-case syllables, as written."""
    return list(terms(text).accented)


def segmented(text: str) -> list[str]:
    """Lower-case words, compounds joined: the usual Vietnamese set-up."""
    words: list[str] = import_module("underthesea").word_tokenize(nfc(text))
    joined = ("_".join(word.lower().split()) for word in words)
    return [word for word in joined if any(char.isalnum() for char in word)]


SPLITS: dict[str, Split] = {"bm25_syllables": syllables, "bm25_segmented": segmented}
NEEDED = ("bm25s", "underthesea")


def baselines() -> dict[str, Split]:
    """By name; none where the extra is not installed."""
    return SPLITS if all(find_spec(name) for name in NEEDED) else {}


class Bm25:
    """BM25 (k1 1.5, b 0.75) over texts in memory, with keys."""

    def __init__(self, keys: Sequence[str], texts: Sequence[str], split: Split) -> None:
        self._keys, self._split = keys, split
        self._model: Any = import_module("bm25s").BM25()
        self._model.index([split(text) or [""] for text in texts], show_progress=False)

    def search(self, query: str, limit: int) -> list[str]:
        """Keys, best first; none of a document that shares no word."""
        words = [word for word in self._split(query) if word in self._model.vocab_dict]
        if not words:
            return []
        scores = self._model.get_scores(words)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [self._keys[n] for n in best if scores[n] > 0]
