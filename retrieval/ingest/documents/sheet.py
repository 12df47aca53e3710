"""What reading a document gives, page by page, and what it may refuse."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from retrieval.ingest.documents.words import say


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as read. `confidence` 0..100 of its recognition, None where the text is its own."""

    page: int
    text: str
    confidence: float | None = None
    image: Path | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """A page, or a part without pages of its own, that could not be read, and why."""

    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recognising:
    """A page image comes next: it has a time of its own."""


Found = Sheet | Missing | Recognising


class Refused(Exception):  # noqa: N818  # what happened to the document, not to the program
    """The document is not read; the message says why, in Vietnamese."""

    @classmethod
    def because(cls, key: str, **values: object) -> Refused:
        """With the sentence of that key."""
        return cls(say(key, **values))
