"""What is learnt of intents: a table over words, and a head over the encoder's tuned layers.

Both score every class; scores are added with their weights and sharpened so that the confidence
means what it says. Kept as arrays in one file, read by any release of numpy.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nlu_data.components.words import View, Views

MEANING_SHARE = 0.6
SHARPNESS = 1.2
"""Both set on hands held out one by one: of right and of doubtful answers (understanding.md)."""


@dataclass
class Head:
    """A linear layer over a meaning."""

    table: np.ndarray
    """(dimensions, classes)"""
    offset: np.ndarray

    def scores(self, rows: np.ndarray) -> np.ndarray:
        """Logarithms of the chances."""
        return _log_shares(rows @ self.table + self.offset)


@dataclass
class Judges:
    """Classes in the order of every table's columns."""

    classes: list[str]
    views: Views
    table: np.ndarray
    """(n-grams, classes)"""
    offset: np.ndarray
    head: Head | None
    lines: frozenset[int]
    """Hashes of what was learnt."""

    def judge(self, text: str, meaning: np.ndarray | None) -> tuple[np.ndarray, bool]:
        """The chance of each class, and whether some word is known."""
        places, values, known = self.views.row(text)
        scores = values @ self.table[places] + self.offset
        if meaning is None or self.head is None:
            return np.exp(_log_shares(scores)), known
        said = self.head.scores(meaning)
        return np.exp(_log_shares(together(scores, said))), known

    def write(self, path: Path) -> None:
        """Weights of the words in eight bits, each class with its own scale."""
        scale = np.maximum(np.abs(self.table).max(axis=0), 1e-6) / 127
        parts = {
            "classes": np.array(self.classes),
            "table": np.round(self.table / scale).astype(np.int8),
            "scale": scale.astype(np.float32),
            "offset": self.offset.astype(np.float32),
            "lines": np.array(sorted(self.lines), np.uint64),
        }
        if self.head is not None:
            parts |= {"head": self.head.table, "head_offset": self.head.offset}
        for view in self.views.kinds:
            parts[f"{view.kind}.terms"] = np.frombuffer("\n".join(view.places).encode(), np.uint8)
            parts[f"{view.kind}.weights"] = view.weights.astype(np.float32)
        with path.open("wb") as file:
            np.savez_compressed(file, **parts)

    @classmethod
    def read(cls, path: Path) -> Judges:
        """Raises OSError, ValueError or KeyError for what this class did not write."""
        with np.load(path, allow_pickle=False) as parts:
            kinds: list[View] = []
            for kind in ("meant", "folded", "letters"):
                terms = parts[f"{kind}.terms"].tobytes().decode().split("\n")
                start = sum(len(view.places) for view in kinds)
                kinds.append(View.of(kind, terms, parts[f"{kind}.weights"], start))
            head = Head(parts["head"], parts["head_offset"]) if "head" in parts else None
            return cls(
                [str(name) for name in parts["classes"]],
                Views(kinds),
                parts["table"].astype(np.float32) * parts["scale"],
                parts["offset"],
                head,
                frozenset(int(line) for line in parts["lines"]),
            )


def together(by_words: np.ndarray, by_meaning: np.ndarray) -> np.ndarray:
    """Scores of both; rows of classes in, rows of classes out."""
    both: np.ndarray = (1 - MEANING_SHARE) * by_words + MEANING_SHARE * by_meaning
    return SHARPNESS * both


def _log_shares(scores: np.ndarray) -> np.ndarray:
    lowered = scores - scores.max(axis=-1, keepdims=True)
    shares: np.ndarray = lowered - np.log(np.exp(lowered).sum(axis=-1, keepdims=True))
    return shares
