"""The head's shipped weights, read from `models/answer_judge/head.npz`."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Matrix = NDArray[np.float32]
FILE = Path(__file__).parents[2] / "models/answer_judge/head.npz"
ENCODER = "e5-small-int8-64k"
"""Whose states the head was trained on; another encoder's mean something else."""
LEVELS = 127
"""An 8-bit state of a piece runs from -LEVELS to LEVELS steps of its own size."""


class Weights:
    """Arrays by name, in float32. Raises OSError or ValueError when the file is not whole."""

    def __init__(self, path: Path = FILE) -> None:
        with np.load(path, allow_pickle=False) as file:
            self._held: dict[str, Matrix] = {n: file[n].astype(np.float32) for n in file.files}
        self.rare: Matrix = self["rare"] / np.float32(255)
        """How rare each piece of the vocabulary is, 0..1."""
        self.mark = blake2b(path.read_bytes(), digest_size=8).hexdigest()
        """Changes with the weights: states made by others are not read by these."""
        self.step = self["step"]
        """Size of one 8-bit level, by dimension."""

    def __getitem__(self, name: str) -> Matrix:
        return self._held[name]

    @property
    def size(self) -> int:
        return len(self["project.bias"])

    def project(self, states: Matrix) -> Matrix:
        """States of pieces (n, 768) as the head reads them (n, size)."""
        found: Matrix = states @ self["project.weight"].T + self["project.bias"]
        return found


@lru_cache(maxsize=1)
def shipped() -> Weights:
    """Read once. Linear algebra is held to one thread from then on: on a busy machine of two cores
    a question took 2,400 ms with two, which wait for each other, and 60 ms with one."""
    threadpool_limits(limits=1, user_api="blas")
    return Weights()
