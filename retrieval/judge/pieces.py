"""A passage as the head reads it: its pieces, their sentences, and 8-bit states of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.judge.weights import LEVELS, Matrix, Weights
from retrieval.model import Passage
from retrieval.passages import sentences
from retrieval.port import TokenStates

MOST = 320
"""Pieces of a passage that are judged: a printed page; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """`ids` (n,), `sentence` (n,) numbers from 0, -1 for the title, `states` (n, size)."""

    ids: NDArray[np.uint16]
    sentence: NDArray[np.int16]
    states: NDArray[np.int8]

    def packed(self) -> bytes:
        size = np.array([len(self.ids)], "<u4")
        return b"".join(
            part.tobytes()
            for part in (size, self.ids.astype("<u2"), self.sentence.astype("<i2"), self.states)
        )


def unpacked(body: bytes) -> Pieces:
    """What `packed` wrote. Raises ValueError when it is cut short."""
    count = int(np.frombuffer(body, "<u4", 1)[0])
    ids = np.frombuffer(body, "<u2", count, 4)
    sentence = np.frombuffer(body, "<i2", count, 4 + 2 * count)
    states = np.frombuffer(body, np.int8, offset=4 + 4 * count).reshape(count, -1)
    return Pieces(ids, sentence, states)


def judged_text(passage: Passage) -> str:
    """The text whose pieces are kept: the work's title, then the sentences."""
    return "\n\n".join((f"{passage.title}. ", *sentences(passage.text)))


def pieces_of(weights: Weights, passage: Passage, told: TokenStates) -> Pieces:
    """`told` are the states of `judged_text(passage)`."""
    spans = told.spans[:MOST]
    number = np.full(len(spans), -1, np.int16)
    at = len(passage.title) + 4
    for n, line in enumerate(sentences(passage.text)):
        number[(spans[:, 1] > at) & (spans[:, 0] < at + len(line))] = n
        at += len(line) + 2
    held = weights.project(told.states[:MOST])
    return Pieces(told.ids[:MOST].astype(np.uint16), number, _levels(weights, held))


def _levels(weights: Weights, held: Matrix) -> NDArray[np.int8]:
    found: NDArray[np.int8] = np.rint(held / weights.step).clip(-LEVELS, LEVELS).astype(np.int8)
    return found
