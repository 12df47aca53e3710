"""Works, passages, queries and what a search returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Rights = Literal["open", "on_site"]
Format = Literal[
    "book",
    "audiobook",
    "ebook",
    "newspaper",
    "magazine",
    "thesis",
    "map",
    "braille",
    "score",
    "other",
]
Audience = Literal[
    "preschool", "children", "teens", "students", "beginners", "adults", "researchers", "general"
]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as its record has it; what the record lacks is empty.

    `on_site`: read in the house only.
    """

    barcode: str
    branch: str
    shelf: str = ""
    call_number: str = ""
    on_site: bool = False


APART = {"apart": True}
"""Marks what stands beside a record's body in the store, and is not searched."""


@dataclass(frozen=True, slots=True)
class Work:
    """A biblio as the catalogue has it. `language` is ISO 639-2/B; `year` of publication."""

    id: str
    title: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    year: int | None = None
    language: str = "vie"
    format: Format = "book"
    audience: Audience = "general"
    ddc: str = ""
    subjects: tuple[str, ...] = ()
    series: str = ""
    summary: str = ""
    notes: str = ""
    isbn: tuple[str, ...] = ()
    pages: str = ""
    call_number: str = ""
    branches: tuple[str, ...] = ()
    local_history: bool = False
    added: str = ""
    """ISO date the record came into the catalogue (for new arrivals)."""
    issn: tuple[str, ...] = ()
    other_titles: tuple[str, ...] = ()
    """Parallel, uniform and original-script titles."""
    copies: int = 0
    """Holdings in the record; the library's own system knows which are in."""
    other_languages: tuple[str, ...] = ()
    """Further languages of the text beside `language`, in the record's order."""
    system_id: str = field(default="", compare=False, metadata=APART)
    """The library system's own number of the work, where the record names it and it is not `id`;
    as ingested: a search does not carry it."""
    holdings: tuple[Copy, ...] = field(default=(), compare=False, metadata=APART)
    """As ingested; a search does not carry them."""


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """Narrowing a search; an empty field does not narrow. Years are inclusive."""

    year_from: int | None = None
    year_to: int | None = None
    languages: tuple[str, ...] = ()
    """Any of them; `mul` is a text in several languages."""
    formats: tuple[Format, ...] = ()
    audiences: tuple[Audience, ...] = ()
    branches: tuple[str, ...] = ()
    ddc_prefixes: tuple[str, ...] = ()
    local_history: bool = False
    available_now: bool = False
    """Works with a copy in, as the library's own system says at this moment."""


@dataclass(frozen=True, slots=True)
class WorkQuery:
    """`text` is free, as the reader typed it; the named fields narrow to that field."""

    text: str = ""
    title: str = ""
    author: str = ""
    subject: str = ""
    publisher: str = ""
    isbn: str = ""
    filter: WorkFilter = field(default_factory=WorkFilter)
    limit: int = 5
    offset: int = 0
    facets: bool = False
    """Whether to count the values of each facet over all that is found by its words."""


@dataclass(frozen=True, slots=True)
class WorkHit:
    """A work found. `score` is comparable within one result only; `matched` names fields."""

    work: Work
    score: float
    matched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkResults:
    """Hits best first, how many there are in all, and another spelling if it seems meant."""

    hits: tuple[WorkHit, ...]
    total: int
    did_you_mean: str | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Facet (`language`, `format`, `audience`, `branch`, `class`, `local`) -> value -> works."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a digitized text that lies on one page."""

    id: str
    work_id: str
    title: str
    author: str
    page: int
    text: str
    rights: Rights = "open"


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage found and the sentence in it that answers best."""

    passage: Passage
    score: float
    sentence: str


@dataclass(frozen=True, slots=True)
class PassageResults:
    """Hits best first. `answered` is False when nothing in the texts answers the question."""

    hits: tuple[PassageHit, ...]
    answered: bool


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a digitized document: its text and, where kept, its image."""

    work_id: str
    title: str
    author: str
    page: int
    pages: int
    text: str
    image_path: str | None
    rights: Rights
    confidence: float | None = None
    """OCR confidence 0-100, None for a text layer."""


@dataclass(frozen=True, slots=True)
class SearchUnavailable:
    """The index cannot be read just now; never an empty result."""

    reason: str
