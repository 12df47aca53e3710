"""LocalSearcher satisfies the Searcher port over the index on this machine."""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from retrieval.index import layout
from retrieval.model import (
    Page,
    PassageResults,
    SearchUnavailable,
    Work,
    WorkHit,
    WorkQuery,
    WorkResults,
)
from retrieval.port import Encoder
from retrieval.search import answers, works
from retrieval.search.opened import OpenedIndex
from retrieval.search.tuning import Tuning

MAX_LIMIT = 100
LONGEST_QUERY = 1_000


class LocalSearcher:
    """Serves the current version; a swap is noticed at the next search. Thread-safe."""

    def __init__(self, home: Path, encoder: Encoder, tuning: Tuning | None = None) -> None:
        self._home = home
        self._encoder = encoder
        self._tuning = tuning or Tuning()
        self._lock = Lock()
        self._mark: tuple[int, int] | None = None
        self._opened: OpenedIndex | None = None

    def works(self, query: WorkQuery) -> WorkResults | SearchUnavailable:
        index = self._index()
        if isinstance(index, SearchUnavailable):
            return index
        return works.search(index, self._encoder, self._tuning, _bounded(query))

    def work(self, work_id: str) -> Work | SearchUnavailable | None:
        index = self._index()
        if isinstance(index, SearchUnavailable):
            return index
        number = index.by_id.get(work_id)
        return None if number is None else index.works[number]

    def passages(self, question: str, limit: int = 5) -> PassageResults | SearchUnavailable:
        index = self._index()
        if isinstance(index, SearchUnavailable):
            return index
        asked = question[:LONGEST_QUERY]
        return answers.search(index, self._encoder, self._tuning, asked, min(limit, MAX_LIMIT))

    def page(self, work_id: str, page: int) -> Page | SearchUnavailable | None:
        index = self._index()
        if isinstance(index, SearchUnavailable):
            return index
        return index.pages.get((work_id, page))

    def new_works(self, limit: int = 5, offset: int = 0) -> WorkResults | SearchUnavailable:
        index = self._index()
        if isinstance(index, SearchUnavailable):
            return index
        newest = sorted(index.works, key=lambda work: (work.added, work.id), reverse=True)
        page = newest[offset : offset + min(limit, MAX_LIMIT)]
        return WorkResults(tuple(WorkHit(work, 1.0) for work in page), len(newest))

    def status(self) -> dict[str, object] | SearchUnavailable:
        """Counts, model and time of the version served."""
        index = self._index()
        return index if isinstance(index, SearchUnavailable) else dict(index.facts)

    def _index(self) -> OpenedIndex | SearchUnavailable:
        mark = layout.current_mark(self._home)
        if self._opened is not None and mark == self._mark:
            return self._opened
        with self._lock:
            if self._opened is None or mark != self._mark:
                try:
                    self._opened = OpenedIndex(layout.served(self._home))
                except (layout.IndexBrokenError, OSError, ValueError) as error:
                    if self._opened is None:
                        return SearchUnavailable(str(error))
                self._mark = mark
            return self._opened


def _bounded(query: WorkQuery) -> WorkQuery:
    """The same query with lengths and counts within reason."""
    cut = {
        name: getattr(query, name)[:LONGEST_QUERY]
        for name in ("text", "title", "author", "subject", "publisher", "isbn")
    }
    return WorkQuery(
        **cut,
        filter=query.filter,
        limit=max(1, min(query.limit, MAX_LIMIT)),
        offset=max(0, query.offset),
    )
