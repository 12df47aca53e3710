"""The Searcher and Encoder ports. Both are synchronous: they compute, they do not wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.model import (
    Page,
    Passage,
    PassageResults,
    SearchUnavailable,
    Work,
    WorkQuery,
    WorkResults,
)

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Texts to unit vectors. `model` names the weights; vectors of two models never mix."""

    @property
    def model(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Vectors:
        """Shape (len(texts), dimensions), float32, L2-normalised. Any text is safe."""
        ...


@dataclass(frozen=True, slots=True)
class TokenStates:
    """Pieces of one text: ids (n,), places (n, 2) from..to in its characters, states (n, size)."""

    ids: NDArray[np.int32]
    spans: NDArray[np.int32]
    states: Vectors


@runtime_checkable
class TokenEncoder(Protocol):
    """An encoder that also tells the states of single pieces, for the answer judge."""

    @property
    def model(self) -> str: ...

    def tokens(
        self, texts: Sequence[str], kind: Literal["query", "passage"]
    ) -> list[TokenStates]: ...


@runtime_checkable
class Meanings(Protocol):
    """An encoder that also knows what readers want of a library."""

    def meanings(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimensions), float32, of any length. Any text is safe."""
        ...


class Reranker(Protocol):
    """Judges question and text together; slower and finer than vectors."""

    def scores(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """One for each text, the higher the better; comparable within one call."""
        ...


class Searcher(Protocol):
    """Works of the catalogue and passages of the digitized texts."""

    def works(self, query: WorkQuery) -> WorkResults | SearchUnavailable: ...

    def work(self, work_id: str) -> Work | SearchUnavailable | None: ...

    def passages(self, question: str, limit: int = 5) -> PassageResults | SearchUnavailable: ...

    def neighbours(self, passage: Passage) -> tuple[Passage, ...] | SearchUnavailable:
        """The passages just before and after it in its work, across pages; fewer at an end."""
        ...

    def page(self, work_id: str, page: int) -> Page | SearchUnavailable | None: ...

    def new_works(self, limit: int = 5, offset: int = 0) -> WorkResults | SearchUnavailable:
        """The latest additions, newest first."""
        ...
