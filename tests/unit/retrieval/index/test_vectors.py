"""Nearest vectors: the exact ones of a small folder, on one thread whoever asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
import numpy as np

from retrieval.index.vectors import Nearest, write_searchable


def _unit(
    draw: np.random.Generator, rows: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    found = draw.standard_normal((rows, 16), np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_the_nearest_are_those_of_the_greatest_cosine(tmp_path: Path) -> None:
    draw = np.random.default_rng(1)
    rows, query = _unit(draw, 500), _unit(draw, 1)[0]
    numbers = np.arange(1000, 1500, dtype=np.int64)
    write_searchable(tmp_path, len(rows), 16, [(numbers, rows)])
    found = Nearest(tmp_path).search(query, 7)
    exact = np.argsort(-(rows @ query))[:7]
    assert [number for number, _ in found] == [int(numbers[at]) for at in exact]


def test_a_thread_of_a_pool_searches_on_one_core(tmp_path: Path) -> None:
    rows = _unit(np.random.default_rng(2), 10)
    write_searchable(tmp_path, 10, 16, [(np.arange(10, dtype=np.int64), rows)])
    nearest = Nearest(tmp_path)

    def threads() -> int:
        nearest.search(rows[0], 3)
        return int(faiss.omp_get_max_threads())

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(threads).result() == 1
