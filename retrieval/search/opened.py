"""One version of the index, opened for searching."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from retrieval.index import layout, records
from retrieval.index.build import PASSAGE_FIELDS, PASSAGE_KEYWORDS, WORK_FIELDS, WORK_KEYWORDS
from retrieval.index.lexical import Lexical
from retrieval.index.vectors import Dense
from retrieval.model import Page, Passage, Work
from retrieval.passages import sentences
from retrieval.search.coverage import Rarity
from retrieval.terms import folded_line, terms


class OpenedIndex:
    """Everything a search needs, read once. Raises OSError or ValueError when it cannot."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.facts = layout.facts(folder)
        self.works = records.read(folder / "works.jsonl", Work)
        self.pages = {(p.work_id, p.page): p for p in records.read(folder / "pages.jsonl", Page)}
        self.passages = records.read(folder / "passages.jsonl", Passage)
        self.by_id = {work.id: number for number, work in enumerate(self.works)}
        self.work_lexical = Lexical(folder / "works", WORK_FIELDS, WORK_KEYWORDS)
        self.work_dense = Dense(folder / "works.faiss")
        self.work_rarity = Rarity(self.work_lexical, WORK_FIELDS)
        self.passage_lexical = Lexical(folder / "passages", PASSAGE_FIELDS, PASSAGE_KEYWORDS)
        self.passage_dense = Dense(folder / "passages.faiss")
        self.passage_rarity = Rarity(self.passage_lexical, PASSAGE_FIELDS)
        self.sentence_dense = Dense(folder / "sentences.faiss")
        self.titles = self._titles()
        self.first_sentence = self._first_sentences()

    def _titles(self) -> dict[str, list[int]]:
        """Numbers of the works by folded title."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, work in enumerate(self.works):
            found[folded_line(work.title)].append(number)
        return dict(found)

    def _first_sentences(self) -> list[int]:
        """For each passage, the number of its first sentence; one more at the end."""
        starts = [0]
        for passage in self.passages:
            starts.append(starts[-1] + len(sentences(passage.text)))
        return starts

    def work_words(self, number: int) -> frozenset[str]:
        """Folded words of a work, all its searched fields together."""
        work = self.works[number]
        text = " ".join(
            (
                work.title, work.subtitle, *work.authors, *work.subjects, work.series,
                work.summary, work.publisher, work.notes,
            )
        )  # fmt: skip
        return frozenset(terms(text).folded)
