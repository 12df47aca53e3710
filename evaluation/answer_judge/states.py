"""Passages and questions as states of their pieces, kept on disk part by part: a stopped run goes
on at its last part."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from retrieval.encoder.embedded import EmbeddedEncoder

PART = 256
LEVELS = 20
"""8-bit levels to one standard deviation."""


@dataclass(frozen=True, slots=True)
class Held:
    """Pieces of one text: ids (n,), places (n, 2) in it, standardised states (n, 768)."""

    ids: NDArray[np.int32]
    spans: NDArray[np.int32]
    states: NDArray[np.int8]


class States:
    """Texts by number; `mean` and `deviation` of the first part standardise all."""

    def __init__(self, folder: Path, kind: Literal["query", "passage"]) -> None:
        self._folder, self._kind = folder, kind
        folder.mkdir(parents=True, exist_ok=True)
        self._parts: list[tuple[NDArray[np.int64], dict[str, NDArray[np.generic]]]] = []

    def fill(
        self,
        encoder: EmbeddedEncoder,
        texts: Sequence[str],
        measures: tuple[NDArray[np.float32], NDArray[np.float32]] | None = None,
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Encode what is missing; give mean and deviation. The texts must be the same each time."""
        stored = self._folder / "measures.npy"
        for number, begin in enumerate(range(0, len(texts), PART)):
            path = self._folder / f"{number:05d}.npz"
            if not path.exists():
                told = encoder.tokens(texts[begin : begin + PART], self._kind)
                states = np.concatenate([each.states for each in told])
                if measures is None and not stored.exists():
                    np.save(stored, np.stack([states.mean(0), states.std(0) + 1e-6]))
                mean, deviation = measures or tuple(np.load(stored))
                levels = np.rint((states - mean) / deviation * LEVELS).clip(-127, 127)
                ends = np.cumsum([0, *(len(each.ids) for each in told)])
                temporary = path.with_suffix(".new.npz")
                np.savez(
                    temporary, ends=ends, states=levels.astype(np.int8),
                    ids=np.concatenate([each.ids for each in told]),
                    spans=np.concatenate([each.spans for each in told]),
                )  # fmt: skip
                temporary.rename(path)
                sys.stderr.write(f"\rstates: {begin + PART} of {len(texts)}   ")
            with np.load(path) as part:
                held = {name: part[name] for name in ("ids", "spans", "states")}
                self._parts.append((part["ends"], held))
        mean, deviation = measures or tuple(np.load(stored))
        return mean, deviation

    def __getitem__(self, number: int) -> Held:
        ends, part = self._parts[number // PART]
        begin, end = ends[number % PART], ends[number % PART + 1]
        return Held(*(part[name][begin:end] for name in ("ids", "spans", "states")))  # type: ignore[arg-type]
