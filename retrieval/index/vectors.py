"""Vectors: encoded once per text and model, kept in a cache, searched by faiss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

import faiss
import numpy as np

from retrieval.port import Encoder, Vectors

CHUNK = 64
faiss.omp_set_num_threads(1)  # two threads were 2 to 45 times slower on a busy machine


def encode(
    encoder: Encoder,
    texts: Sequence[str],
    cache: Path,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Vectors:
    """Passage vectors of the texts; only those not in the cache are computed."""
    known = _load(cache, encoder.model)
    keys = [_key(text) for text in texts]
    missing = list(dict.fromkeys(k for k in keys if k not in known))
    text_of = dict(zip(keys, texts, strict=True))
    for begin in range(0, len(missing), CHUNK):
        chosen = missing[begin : begin + CHUNK]
        made = encoder.encode([text_of[key] for key in chosen], "passage")
        known.update(zip(chosen, made, strict=True))
        progress(min(begin + CHUNK, len(missing)), len(missing))
    if missing:
        _save(cache, encoder.model, {key: known[key] for key in dict.fromkeys(keys)} | known)
    if not keys:
        return np.zeros((0, encoder.dimensions), np.float32)
    return np.stack([known[key] for key in keys])


def write(path: Path, vectors: Vectors) -> None:
    """An exact inner-product index: best up to some hundred thousand vectors."""
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    faiss.write_index(index, str(path))


class Dense:
    """Nearest vectors by cosine."""

    def __init__(self, path: Path) -> None:
        self._index = faiss.read_index(str(path))

    def search(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """(number, cosine), best first."""
        size = min(limit, self._index.ntotal)
        if size == 0:
            return []
        scores, numbers = self._index.search(vector.reshape(1, -1), size)
        return [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True) if n >= 0]

    def cosine(self, vector: Vectors, numbers: Sequence[int]) -> list[float]:
        """Cosine with each of the numbered vectors."""
        if not numbers:
            return []
        rows = np.stack([self._index.reconstruct(int(n)) for n in numbers])
        return [float(value) for value in rows @ vector]


def _key(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def _load(cache: Path, model: str) -> dict[bytes, Vectors]:
    try:
        with np.load(cache, allow_pickle=False) as kept:
            if str(kept["model"]) != model:
                return {}
            keys, vectors = kept["keys"], kept["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError):
        return {}
    return {bytes(key): vector for key, vector in zip(keys, vectors, strict=True)}


def _save(cache: Path, model: str, known: dict[bytes, Vectors]) -> None:
    cache.parent.mkdir(parents=True, exist_ok=True)
    temporary = cache.with_suffix(".new.npz")
    keys = np.array([np.frombuffer(key, np.uint8) for key in known])
    np.savez(temporary, model=np.array(model), keys=keys, vectors=np.stack(list(known.values())))
    temporary.replace(cache)
