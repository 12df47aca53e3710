"""Vectors of a version: numbered, searched by faiss or looked up from a memory map.

A folder holds parts, one for each build or update: `<n>.faiss` to search, or `<n>.ids.npy`
with `<n>.rows.npy` to look up. A number that was updated has rows in several parts under
different numbers; the lexical index knows which numbers still stand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.port import Vectors

EXACT = 30_000
"""Vectors searched one by one in 2 ms; more are sorted into cells of 8-bit codes."""
SAMPLE_PER_CELL = 40
PROBES = 32
"""Cells visited: recall 0.97 of the exact ten at a million."""

Numbers = NDArray[np.int64]
Batch = tuple[Numbers, Vectors]
Batches = Iterable[Batch]


def write_searchable(folder: Path, count: int, dimensions: int, batches: Batches) -> None:
    """Add a part to `folder` for nearest-neighbour search. `count` chooses its kind."""
    folder.mkdir(exist_ok=True)
    _one_thread()
    if count <= EXACT:
        index: faiss.Index = faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))
    else:
        index, batches = _cells(count, dimensions, iter(batches))
    for numbers, rows in batches:
        index.add_with_ids(rows, numbers)
    faiss.write_index(index, str(folder / f"{_next(folder)}.faiss"))


def _cells(count: int, dimensions: int, batches: Iterator[Batch]) -> tuple[faiss.Index, Batches]:
    """An index of cells trained on the first batches, and all batches to add."""
    cells = 1 << round(np.log2(4 * np.sqrt(count)))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimensions), dimensions, cells,
        faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT,
    )  # fmt: skip
    index.cp.niter = 8
    read, sample = _sample(batches, cells * SAMPLE_PER_CELL)
    index.train(sample)
    return index, chain(read, batches)


def write_rows(folder: Path, numbers: Numbers, rows: Vectors) -> None:
    """Add a part to `folder` for looking up; `numbers` rise."""
    folder.mkdir(exist_ok=True)
    part = _next(folder)
    np.save(folder / f"{part}.rows.npy", rows.astype(np.float16))
    np.save(folder / f"{part}.ids.npy", numbers)


class Nearest:
    """Nearest vectors by cosine over all parts."""

    def __init__(self, folder: Path) -> None:
        self._parts = [_open(path) for path in sorted(folder.glob("*.faiss"))]

    def search(self, vector: Vectors, limit: int) -> list[tuple[int, float]]:
        """(number, cosine), best first."""
        _one_thread()
        found: list[tuple[int, float]] = []
        for part in self._parts:
            size = min(limit, part.ntotal)
            if size:
                scores, numbers = part.search(vector.reshape(1, -1), size)
                rows = zip(numbers[0], scores[0], strict=True)
                found += [(int(n), float(s)) for n, s in rows if n >= 0]
        return sorted(found, key=lambda hit: -hit[1])[:limit]


class Rows:
    """Vectors looked up by number, from disk as they are needed."""

    def __init__(self, folder: Path) -> None:
        paths = sorted(folder.glob("*.ids.npy"))
        self._parts = [
            (np.load(p), np.load(p.with_name(p.name.replace(".ids.", ".rows.")), mmap_mode="r"))
            for p in paths
        ]

    def between(self, first: int, after: int) -> Vectors:
        """Rows numbered first <= n < after, in order; shape (n, dimensions)."""
        for ids, rows in self._parts:
            begin, end = np.searchsorted(ids, (first, after))
            if end > begin:
                return np.asarray(rows[begin:end], np.float32)
        return np.zeros((0, 0), np.float32)


def _one_thread() -> None:
    """Two were 2 to 45 times slower on a busy machine. OpenMP keeps the number by thread, so that
    one set at import would hold for the thread that imports and for no other."""
    faiss.omp_set_num_threads(1)


def _sample(batches: Batches, size: int) -> tuple[list[Batch], Vectors]:
    """Batches read until the sample is full, and the sample itself."""
    read: list[Batch] = []
    held = 0
    for batch in batches:
        read.append(batch)
        held += len(batch[0])
        if held >= size:
            break
    return read, np.concatenate([rows for _, rows in read])[:size]


def _open(path: Path) -> faiss.Index:
    index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP)
    if isinstance(index, faiss.IndexIVF):
        index.nprobe = PROBES
    return index


def _next(folder: Path) -> str:
    parts: Sequence[Path] = [*folder.glob("*.faiss"), *folder.glob("*.ids.npy")]
    return f"{len(parts):04d}"
