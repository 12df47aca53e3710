"""Any other sentence-transformers models by name or path. The only module that imports it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from sentence_transformers import CrossEncoder, SentenceTransformer

from retrieval.port import Vectors


class SentenceEncoder:
    """e5-like models get their prefixes; others the text as it is."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._model = SentenceTransformer(name, device="cpu")
        self._prefixed = "e5" in name.lower()

    @property
    def model(self) -> str:
        return self._name

    @property
    def dimensions(self) -> int:
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Vectors:
        safe = [text.encode("utf-8", "replace").decode() for text in texts]
        if self._prefixed:
            safe = [f"{kind}: {text}" for text in safe]
        if not safe:
            return np.zeros((0, self.dimensions), np.float32)
        return np.asarray(
            self._model.encode(safe, normalize_embeddings=True, show_progress_bar=False),
            np.float32,
        )


class CrossReranker:
    """A CrossEncoder with one label satisfies the Reranker port."""

    def __init__(self, name: str) -> None:
        self._model = CrossEncoder(name, device="cpu", num_labels=1)

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        pairs = [(question, text.encode("utf-8", "replace").decode()) for text in texts]
        if not pairs:
            return ()
        found = self._model.predict(pairs, show_progress_bar=False)
        return [float(score) for score in found]
