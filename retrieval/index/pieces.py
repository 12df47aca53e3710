"""What the answer judge reads of each passage, numbered and looked up from a memory map.

A folder holds parts, one for each build or update: `<n>.ids.npy` numbers, `<n>.ends.npy` where each
one's bytes end in `<n>.bin`.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from retrieval.index.cache import VectorCache
from retrieval.judge.pieces import Pieces, unpacked
from retrieval.model import Passage

FOLDER = "pieces"


def add(folder: Path, cache: VectorCache, parts: list[tuple[int, Passage]]) -> None:
    """One more part, where the encoder tells the states of pieces; numbers rise."""
    if not parts or not cache.judged:
        return
    place = folder / FOLDER
    place.mkdir(exist_ok=True)
    name = f"{len(list(place.glob('*.bin'))):04d}"
    ends, end = [], 0
    with (place / f"{name}.bin").open("wb") as file:
        for body in cache.pieces([passage for _, passage in parts]):
            end += file.write(body)
            ends.append(end)
    np.save(place / f"{name}.ends.npy", np.array(ends, np.int64))
    np.save(place / f"{name}.ids.npy", np.array([number for number, _ in parts], np.int64))


class PieceRows:
    """Pieces of passages by number, read from disk as they are needed."""

    def __init__(self, folder: Path) -> None:
        self._parts = [_open(path) for path in sorted(folder.glob("*.ids.npy"))]

    def held(self, numbers: Iterable[int]) -> dict[int, Pieces]:
        """By number; one that has none is absent."""
        found: dict[int, Pieces] = {}
        for number in numbers:
            for ids, ends, body in self._parts:
                at = int(np.searchsorted(ids, number))
                if at < len(ids) and ids[at] == number:
                    begin = int(ends[at - 1]) if at else 0
                    found[number] = unpacked(body[begin : int(ends[at])])
                    break
        return found


def _open(path: Path) -> tuple[np.ndarray, np.ndarray, mmap.mmap]:
    stem = path.name.removesuffix(".ids.npy")
    with path.with_name(f"{stem}.bin").open("rb") as file:
        body = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return np.load(path), np.load(path.with_name(f"{stem}.ends.npy")), body
