"""Build a version of the index from the records as ingested, and swap it in."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from retrieval.index import layout, lexical, records, vectors
from retrieval.model import Page, Passage, Work
from retrieval.passages import passages_of, sentences
from retrieval.port import Encoder

WORK_FIELDS = ("title", "author", "subject", "rest")
WORK_KEYWORDS = ("id", "isbn", "language", "format", "audience", "branch", "ddc", "local")
PASSAGE_FIELDS = ("text", "work")
PASSAGE_KEYWORDS = ("id",)


def build(home: Path, encoder: Encoder) -> Path:
    """Everything under `home/records`, indexed; returns the version now served."""
    works = records.read(home / "records/works.jsonl", Work)
    pages = records.read(home / "records/pages.jsonl", Page)
    folder = layout.fresh(home)
    _works(folder, works, encoder, home)
    passages = [p for page in pages for p in passages_of(page)]
    _passages(folder, passages, encoder, home)
    records.write(folder / "pages.jsonl", pages)
    facts: dict[str, object] = {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "encoder": encoder.model,
        "works": len(works),
        "pages": len(pages),
        "passages": len(passages),
    }
    return layout.publish(home, folder, facts)


def _works(folder: Path, works: list[Work], encoder: Encoder, home: Path) -> None:
    records.write(folder / "works.jsonl", works)
    rows = [work_row(number, work) for number, work in enumerate(works)]
    lexical.write(folder / "works", WORK_FIELDS, WORK_KEYWORDS, rows)
    texts = [work_text(work) for work in works]
    made = vectors.encode(encoder, texts, home / "cache/works.npz", _progress("works"))
    vectors.write(folder / "works.faiss", made)


def _passages(folder: Path, passages: list[Passage], encoder: Encoder, home: Path) -> None:
    records.write(folder / "passages.jsonl", passages)
    rows = [
        lexical.Row(n, {"text": p.text, "work": p.title}, {"id": [p.id]})
        for n, p in enumerate(passages)
    ]
    lexical.write(folder / "passages", PASSAGE_FIELDS, PASSAGE_KEYWORDS, rows)
    texts = [f"{p.title}. {p.text}" for p in passages]
    made = vectors.encode(encoder, texts, home / "cache/passages.npz", _progress("passages"))
    vectors.write(folder / "passages.faiss", made)
    lines = [s for p in passages for s in sentences(p.text)]
    made = vectors.encode(encoder, lines, home / "cache/sentences.npz", _progress("sentences"))
    vectors.write(folder / "sentences.faiss", made)


def work_row(number: int, work: Work) -> lexical.Row:
    """The fields of a work as they are searched."""
    return lexical.Row(
        number,
        {
            "title": f"{work.title} {work.subtitle}",
            "author": " ".join(work.authors),
            "subject": " ".join((*work.subjects, work.series)),
            "rest": " ".join((work.summary, work.notes, work.publisher)),
        },
        {
            "id": [work.id],
            "isbn": list(work.isbn),
            "language": [work.language],
            "format": [work.format],
            "audience": [work.audience],
            "branch": list(work.branches),
            "ddc": [work.ddc[:n] for n in range(1, 4) if len(work.ddc) >= n],
            "local": ["1"] if work.local_history else [],
        },
        work.year or 0,
    )


def work_text(work: Work) -> str:
    """What a work is, in one line, for its vector."""
    parts = (work.title, work.subtitle, ", ".join(work.authors), ", ".join(work.subjects))
    return ". ".join(part for part in (*parts, work.summary) if part)


def _progress(name: str) -> Callable[[int, int], None]:
    def show(done: int, of: int) -> None:
        sys.stderr.write(f"\rindex: {name} encoded {done}/{of}")
        if done == of:
            sys.stderr.write("\n")
        sys.stderr.flush()

    return show
