"""The texts that typing is measured on, from the evaluation data's folder."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from evaluation import typing_pairs
from retrieval.ingest import ingest_marc
from retrieval.model import Work
from retrieval.records import Store
from vietnamese.reading.letters import nfc

UNTOUCHED = Path("tests/eval/typing/untouched.txt")
"""ISBNs, addresses, codes, English and French titles, names: one a line, right as they are."""


@dataclass(slots=True)
class Texts:
    """What is there; a part whose file is missing is empty."""

    questions: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    works: list[Work] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)


def folder() -> Path:
    return Path(os.environ.get("THUTHU_EVAL_DATA", "../shared/data"))


def load(data: Path) -> Texts:
    """Raises ValueError when the folder has none of them."""
    texts = Texts(untouched=_lines(UNTOUCHED))
    questions = data / "retrieval/viquad2/queries.jsonl"
    if questions.exists():
        texts.questions = [nfc(row["text"]) for row in _rows(questions)]
        texts.passages = [
            nfc(row["text"]) for row in _rows(data / "retrieval/viquad2/corpus.jsonl")
        ]
    marc = data / "marc/koha-export-sample.mrc"
    if marc.exists():
        texts.works = _works(marc)
    pairs = data / "normalisation/vilexnorm_dev.csv"
    if pairs.exists():
        texts.pairs = typing_pairs.load(pairs)
    if not (texts.questions or texts.works or texts.pairs):
        raise ValueError(f"no evaluation data in {data}: set THUTHU_EVAL_DATA")
    return texts


def titles(works: list[Work]) -> list[str]:
    """Titles that carry accents, each bare form once."""
    found = {work.title for work in works if not work.title.isascii()}
    return sorted(found)


def authors(works: list[Work]) -> list[str]:
    return sorted({name for work in works for name in work.authors if not name.isascii()})


_ENGLISH = re.compile(r"\b(?:the|of|and|for|in|to|with|an|from|introduction)\b", re.IGNORECASE)


def english_titles(works: list[Work]) -> list[str]:
    """Bare titles with at least one English function word, two words or more."""
    return sorted(
        {
            work.title
            for work in works
            if work.title.isascii() and _ENGLISH.search(work.title) and " " in work.title
        }
    )


def _works(file: Path) -> list[Work]:
    with tempfile.TemporaryDirectory() as home:
        ingest_marc(file, Path(home))
        store = Store(Path(home))
        try:
            return list(store.works())
        finally:
            store.close()


def _rows(file: Path) -> Iterator[dict[str, str]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _lines(file: Path) -> list[str]:
    if not file.exists():
        return []
    lines = (nfc(line) for line in file.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line.strip() and not line.startswith("#")]
