"""One version of the index, opened for searching."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from retrieval.index import embed, layout, names, pieces
from retrieval.index.lexical import Lexical, Stored
from retrieval.index.pieces import PieceRows
from retrieval.index.schema import FORMAT, PAGES, PASSAGES, WORKS, page_key
from retrieval.index.vectors import Nearest, Rows
from retrieval.model import Page, Passage, Work
from retrieval.port import Vectors
from retrieval.records.codec import load
from retrieval.search.coverage import Rarity
from retrieval.search.gazetteer import Gazetteer

KEPT_RECORDS = 4_096
"""Works kept decoded, about 3 kB each."""


BLANK_PAGES = 5
"""Pages without text in a row that a neighbour is looked for behind."""
MAX_ON_PAGE = 200


class StoredWork:
    """A work found: its folded words at once, the record itself when it is asked for."""

    __slots__ = ("_body", "_work", "named", "subjects", "title", "words")

    def __init__(self, stored: Stored) -> None:
        title, named, subjects, rest = stored.lines.decode().split("\n")
        self.title = title
        """Its title, folded."""
        self.named = frozenset(title.split()) | frozenset(named.split())
        """Words of its title, subtitle and authors."""
        self.subjects = subjects
        """Its subjects, folded, parted by `|`."""
        self.words = self.named | frozenset(subjects.split()) | frozenset(rest.split())
        self._body = stored.body
        self._work: Work | None = None

    @property
    def work(self) -> Work:
        if self._work is None:
            self._work = load(self._body, Work)
        return self._work


class OpenedIndex:
    """Memory-mapped; opening reads little. Raises OSError or ValueError when it cannot.

    `model` names the encoder whose vectors it holds; vectors of another are not asked.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.facts = layout.facts(folder)
        if self.facts.get("format") != FORMAT:
            raise ValueError(f"{folder.name} has another format: run `thuthu index update`")
        self.model = str(self.facts["encoder"])
        self.works = Lexical(folder / WORKS.name, WORKS)
        self.work_rarity = Rarity(self.works, WORKS.texts)
        self.work_vectors = Nearest(folder / embed.WORKS)
        self.passages = Lexical(folder / PASSAGES.name, PASSAGES)
        self.passage_rarity = Rarity(self.passages, PASSAGES.texts)
        self.passage_vectors = Nearest(folder / embed.PASSAGES)
        self.gazetteer = Gazetteer(names.read(folder))
        self._pages = Lexical(folder / PAGES.name, PAGES)
        self.pieces = PieceRows(folder / pieces.FOLDER)
        self._sentences = Rows(folder / embed.SENTENCES)
        self._held = lru_cache(maxsize=KEPT_RECORDS)(StoredWork)

    def held(self, numbers: Iterable[int]) -> dict[int, StoredWork]:
        """Works by number; one deleted since is absent."""
        stored = self.works.stored(numbers)
        return {number: self._held(each) for number, each in stored.items()}

    def work(self, work_id: str) -> Work | None:
        found = self.works.search(self.works.keyword("id", [work_id]), 1)
        held = self.held(number for number, _ in found)
        return next((each.work for each in held.values()), None)

    def texts(self, numbers: Iterable[int]) -> dict[int, Passage]:
        """Passages by number; one deleted since is absent."""
        stored = self.passages.stored(numbers)
        return {number: load(each.body, Passage) for number, each in stored.items()}

    def neighbours(self, passage: Passage) -> tuple[Passage, ...]:
        """The one before and the one after it in its work; pages without text are passed over."""
        here = self._on_page(passage.work_id, passage.page)
        at = next((n for n, each in enumerate(here) if each.id == passage.id), None)
        if at is None:
            return ()
        before = here[at - 1 : at] or self._nearest(passage, -1)[-1:]
        after = here[at + 1 : at + 2] or self._nearest(passage, 1)[:1]
        return (*before, *after)

    def _nearest(self, passage: Passage, step: int) -> list[Passage]:
        """Passages of the next page on one side that has any."""
        for away in range(1, BLANK_PAGES + 2):
            if found := self._on_page(passage.work_id, passage.page + step * away):
                return found
        return []

    def _on_page(self, work_id: str, page: int) -> list[Passage]:
        wanted = self.passages.keyword("page", [page_key(work_id, page)])
        numbers = [number for number, _ in self.passages.search(wanted, MAX_ON_PAGE)]
        held = self.texts(numbers)
        return [held[number] for number in sorted(held)]

    def page(self, work_id: str, page: int) -> Page | None:
        key = self._pages.keyword("id", [page_key(work_id, page)])
        found = self._pages.search(key, 1)
        stored = self._pages.stored(number for number, _ in found)
        return next((load(each.body, Page) for each in stored.values()), None)

    def sentence_rows(self, passage: int) -> Vectors:
        """Vectors of the passage's sentences in order; none where there are no vectors."""
        return self._sentences.between(*embed.sentence_span(passage))
