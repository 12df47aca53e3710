"""An Encoder without a model: words hashed into a few dimensions. Like texts are near."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Literal

import numpy as np

from retrieval.port import Vectors
from retrieval.terms import terms

UNRELATED = 0.76
"""Cosine of two texts without a common word, as with e5."""


class HashEncoder:
    """`name` tells two models apart: their vectors differ."""

    def __init__(self, name: str = "hash-a", dimensions: int = 512) -> None:
        self._name, self._size = name, dimensions
        self.encoded = 0

    @property
    def model(self) -> str:
        return self._name

    @property
    def dimensions(self) -> int:
        return self._size

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Vectors:
        if kind == "passage":
            self.encoded += len(texts)
        rows = np.full((len(texts), self._size), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in terms(text).folded:
                digest = blake2b(f"{self._name} {word}".encode(), digest_size=4).digest()
                row[1 + int.from_bytes(digest) % (self._size - 1)] += 1
        rows[:, 1:] *= np.sqrt(1 - UNRELATED) / np.linalg.norm(rows[:, 1:], axis=1, keepdims=True)
        rows[:, 0] = np.sqrt(UNRELATED)
        return rows
