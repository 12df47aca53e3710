"""LocalSearcher satisfies the Searcher port over the index on this machine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock, Thread

from retrieval.index import layout
from retrieval.index.lexical import everything
from retrieval.model import (
    Page,
    Passage,
    PassageResults,
    SearchUnavailable,
    Work,
    WorkHit,
    WorkQuery,
    WorkResults,
)
from retrieval.port import Encoder, Reranker
from retrieval.search import answers, works
from retrieval.search.snapshot import OpenedIndex
from retrieval.search.tuning import Tuning
from retrieval.search.works import AvailabilityUnknownError, Available

MAX_LIMIT = 100
MAX_QUERY = 1_000


class LocalSearcher:
    """Serves the current version. A swap is opened beside while the old one serves. Thread-safe.

    Without an encoder, or while the index holds another model's vectors, words alone are searched.
    """

    def __init__(
        self,
        home: Path,
        encoder: Encoder | None,
        tuning: Tuning | None = None,
        available: Available | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._home = home
        self._encoder = encoder
        self._tuning = tuning or Tuning()
        self._available = available
        self._reranker = reranker
        self._lock = Lock()
        self._mark: tuple[int, int] | None = None
        self._opened: OpenedIndex | None = None
        self._fault = ""

    def works(self, query: WorkQuery) -> WorkResults | SearchUnavailable:
        index = self._index()
        if index is None:
            return SearchUnavailable(self._fault)
        asked = _bounded(query)
        try:
            return works.search(index, self._encoder, self._tuning, asked, self._available)
        except AvailabilityUnknownError as error:
            return SearchUnavailable(str(error))

    def work(self, work_id: str) -> Work | SearchUnavailable | None:
        index = self._index()
        return SearchUnavailable(self._fault) if index is None else index.work(work_id)

    def passages(self, question: str, limit: int = 5) -> PassageResults | SearchUnavailable:
        index = self._index()
        if index is None:
            return SearchUnavailable(self._fault)
        asked = question[:MAX_QUERY]
        most = max(1, min(limit, MAX_LIMIT))
        return answers.search(
            index, self._encoder, self._tuning, asked, most, reranker=self._reranker
        )

    def neighbours(self, passage: Passage) -> tuple[Passage, ...] | SearchUnavailable:
        index = self._index()
        return SearchUnavailable(self._fault) if index is None else index.neighbours(passage)

    def page(self, work_id: str, page: int) -> Page | SearchUnavailable | None:
        index = self._index()
        return SearchUnavailable(self._fault) if index is None else index.page(work_id, page)

    def new_works(self, limit: int = 5, offset: int = 0) -> WorkResults | SearchUnavailable:
        index = self._index()
        if index is None:
            return SearchUnavailable(self._fault)
        most = max(1, min(limit, MAX_LIMIT))
        numbers = index.works.sorted_by(everything(), "added", most, max(0, offset))
        held = index.held(numbers)
        hits = tuple(WorkHit(held[n].work, 1.0) for n in numbers if n in held)
        return WorkResults(hits, index.works.size)

    def status(self) -> dict[str, object] | SearchUnavailable:
        """Counts, model and time of the version served."""
        index = self._index()
        if index is None:
            return SearchUnavailable(self._fault)
        return {"version": index.folder.name, **index.facts}

    def _index(self) -> OpenedIndex | None:
        """The opened version. The first is waited for; a newer one is opened beside."""
        mark = layout.current_mark(self._home)
        if self._opened is not None and mark != self._mark:
            self._mark = mark
            Thread(target=self._open, name="index-swap", daemon=True).start()
        if self._opened is None:
            self._mark = mark
            self._open()
        return self._opened

    def _open(self) -> None:
        with self._lock:
            try:
                folder = layout.served(self._home)
                if self._opened is None or folder != self._opened.folder:
                    self._opened = OpenedIndex(folder)
            except (layout.IndexBrokenError, OSError, ValueError) as error:
                self._fault = str(error)


def _bounded(query: WorkQuery) -> WorkQuery:
    """The same query with lengths and counts within reason."""
    cut = {
        name: getattr(query, name)[:MAX_QUERY]
        for name in ("text", "title", "author", "subject", "publisher", "isbn")
    }
    limit = max(1, min(query.limit, MAX_LIMIT))
    return replace(query, **cut, limit=limit, offset=max(0, query.offset))
