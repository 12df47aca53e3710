"""What is indexed of a work, a passage and a page, and the tantivy schema that holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import tantivy

from retrieval.model import Page, Passage, Work
from retrieval.records.codec import dump
from retrieval.terms import folded_line

FORMAT = "10"
"""Raised when what a version holds changes: older versions are then built anew."""

VIEWS = ("a", "f", "p")
"""Accented syllables, folded syllables, folded pairs."""
ANALYZER = "spaces"


@dataclass(frozen=True, slots=True)
class Shape:
    """Names of the searched texts, the exact keywords and the sortable figures of an index."""

    name: str
    texts: tuple[str, ...]
    keywords: tuple[str, ...]
    figures: tuple[str, ...] = ()


WORKS = Shape(
    "works",
    ("title", "author", "subject", "rest"),
    ("id", "isbn", "language", "format", "audience", "branch", "ddc", "class", "local", "titled"),
    ("year", "added"),
)
PASSAGES = Shape("passages", ("text", "work"), ("page",))
PAGES = Shape("pages", (), ("id",))
SHAPES = (WORKS, PASSAGES, PAGES)
SEVERAL = "mul"
"""ISO 639-2's code for several languages."""
BILINGUAL = "song ngu"
"""Folded, as a subject heading has it."""
FACETS = ("language", "format", "audience", "branch", "class", "local")
"""Keywords that can be counted over the results of a search."""


@dataclass(frozen=True, slots=True)
class Row:
    """A document: its number, texts by name, exact keywords, figures, and itself."""

    number: int
    texts: Mapping[str, str]
    keywords: Mapping[str, Sequence[str]]
    body: str
    """The record as JSON."""
    lines: str = ""
    """What a search reads of every candidate without decoding it, where that matters."""
    figures: Mapping[str, int] = field(default_factory=dict)


def work_row(number: int, work: Work) -> Row:
    """The fields of a work as they are searched."""
    return Row(
        number,
        {
            "title": f"{work.title} {work.subtitle}",
            "author": " ".join(work.authors),
            "subject": " ".join((*work.subjects, work.series)),
            "rest": " ".join((work.summary, work.notes, work.publisher, *work.other_titles)),
        },
        {
            "id": [work.id],
            "isbn": [*work.isbn, *work.issn],
            "language": _languages(work),
            "format": [work.format],
            "audience": [work.audience],
            "branch": list(work.branches),
            "ddc": _beginnings(work.ddc.replace(".", "")),
            "class": [work.ddc[:1]] if work.ddc else [],
            "local": ["1"] if work.local_history else [],
            "titled": _title_keys(work),
        },
        dump(work),
        folded_lines(work),
        {"year": _figure(work.year), "added": _figure(work.added.replace("-", "")[:8])},
    )


def _figure(value: int | str | None) -> int:
    """A number for sorting; 0, which stands last, for what is none."""
    said = str(value or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 18 else 0


def _languages(work: Work) -> list[str]:
    """Every language of the text; `mul` besides where there are several, or a subject says so."""
    named = dict.fromkeys((work.language, *work.other_languages))
    if len(named) > 1 or any(BILINGUAL in folded_line(subject) for subject in work.subjects):
        named[SEVERAL] = None
    return list(named)


def folded_lines(work: Work) -> str:
    """Four lines of folded words: the title; what else names it; its subjects, parted by `|`;
    all the rest."""
    named = " ".join((work.subtitle, *work.authors))
    subjects = " | ".join(folded_line(subject) for subject in work.subjects)
    rest = (work.series, work.summary, work.publisher, work.notes, *work.other_titles)
    return "\n".join(
        (folded_line(work.title), folded_line(named), subjects, folded_line(" ".join(rest)))
    )


def _title_keys(work: Work) -> list[str]:
    whole = (work.title, f"{work.title} {work.subtitle}" if work.subtitle else "")
    return [key for title in whole if (key := folded_line(title)[:200])]


def work_text(work: Work) -> str:
    """What a work is, in one line, for its vector."""
    parts = (work.title, work.subtitle, ", ".join(work.authors), ", ".join(work.subjects))
    return ". ".join(part for part in (*parts, work.summary) if part)


def passage_text(passage: Passage) -> str:
    """A passage under its work's title, for its vector."""
    return f"{passage.title}. {passage.text}"


def passage_row(number: int, passage: Passage) -> Row:
    return Row(
        number,
        {"text": passage.text, "work": passage.title},
        {"page": [page_key(passage.work_id, passage.page)]},
        dump(passage),
    )


def page_row(number: int, page: Page) -> Row:
    return Row(number, {}, {"id": [page_key(page.work_id, page.page)]}, dump(page))


def page_key(work_id: str, page: int) -> str:
    return f"{work_id}:{page}"


def schema(shape: Shape) -> tantivy.Schema:
    """Terms without positions: neighbours are terms of their own."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", indexed=True, fast=True)
    builder.add_bytes_field("body", stored=True)
    builder.add_bytes_field("lines", stored=True)
    for name in shape.figures:
        builder.add_unsigned_field(name, indexed=True, fast=True)
    for name in shape.texts:
        for view in VIEWS:
            builder.add_text_field(f"{name}_{view}", tokenizer_name=ANALYZER, index_option="freq")
    for name in shape.keywords:
        builder.add_text_field(
            name, tokenizer_name="raw", fast=name in FACETS, index_option="basic"
        )
    return builder.build()


def _beginnings(ddc: str) -> list[str]:
    """Every prefix of a class number without its point: `3`, `33`, `335`, `3354`."""
    return [ddc[:n] for n in range(1, len(ddc) + 1)]
