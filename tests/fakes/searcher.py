"""A Searcher over lists in memory: words counted, no vectors. Small and honest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.model import (
    Page,
    Passage,
    PassageHit,
    PassageResults,
    SearchUnavailable,
    Work,
    WorkFilter,
    WorkHit,
    WorkQuery,
    WorkResults,
)
from vietnamese.reading import fold

ANSWERS = 0.6
"""Share of a question's words a sentence must have to answer it."""
ENOUGH = 0.5
"""Share of a query's words a work must have to be found."""
ASKING = frozenset("ai gi nao dau khi may bao nhieu la o co khong the va cua sinh vao".split())


@dataclass
class FakeSearcher:
    """`down` makes every call answer SearchUnavailable; `blind` those for what is in now."""

    catalogue: Sequence[Work] = ()
    texts: Sequence[Passage] = ()
    down: bool = False
    blind: bool = False

    def works(self, query: WorkQuery) -> WorkResults | SearchUnavailable:
        if self.down or (self.blind and query.filter.available_now):
            return SearchUnavailable("down")
        scored = [WorkHit(w, _score(query, w)) for w in self.catalogue if _passes(query, w)]
        found = sorted((h for h in scored if h.score > 0), key=lambda h: -h.score)
        return WorkResults(tuple(found[query.offset : query.offset + query.limit]), len(found))

    def work(self, work_id: str) -> Work | SearchUnavailable | None:
        if self.down:
            return SearchUnavailable("down")
        return next((work for work in self.catalogue if work.id == work_id), None)

    def passages(self, question: str, limit: int = 5) -> PassageResults | SearchUnavailable:
        if self.down:
            return SearchUnavailable("down")
        words = _words(question) - ASKING
        hits = [hit for passage in self.texts for hit in _sentences(passage, words)]
        hits.sort(key=lambda hit: -hit.score)
        answered = bool(hits) and hits[0].score >= ANSWERS
        return PassageResults(tuple(hits[:limit]), answered)

    def neighbours(self, passage: Passage) -> tuple[Passage, ...] | SearchUnavailable:
        if self.down:
            return SearchUnavailable("down")
        same = sorted(
            (p for p in self.texts if p.work_id == passage.work_id), key=lambda p: (p.page, p.id)
        )
        at = next((n for n, each in enumerate(same) if each.id == passage.id), None)
        return () if at is None else (*same[max(0, at - 1) : at], *same[at + 1 : at + 2])

    def page(self, work_id: str, page: int) -> Page | SearchUnavailable | None:
        if self.down:
            return SearchUnavailable("down")
        for text in self.texts:
            if (text.work_id, text.page) == (work_id, page):
                return Page(work_id, text.title, text.author, page, 1, text.text, None, text.rights)
        return None

    def new_works(self, limit: int = 5, offset: int = 0) -> WorkResults | SearchUnavailable:
        if self.down:
            return SearchUnavailable("down")
        newest = sorted(self.catalogue, key=lambda work: work.added, reverse=True)
        hits = tuple(WorkHit(work, 1.0) for work in newest)
        return WorkResults(hits[offset : offset + limit], len(hits))


def _sentences(passage: Passage, words: set[str]) -> Iterable[PassageHit]:
    for sentence in passage.text.split(". "):
        share = len(words & _words(sentence)) / len(words) if words else 0.0
        if share:
            yield PassageHit(passage, share, sentence)


def _words(text: str) -> set[str]:
    folded = fold(text).lower()
    return set("".join(c if c.isalnum() else " " for c in folded).split())


def _score(query: WorkQuery, work: Work) -> float:
    """Share of the words asked for that the work has; 1 when nothing is asked by words."""
    if query.isbn:
        return float(query.isbn in work.isbn)
    whole = (
        work.title, work.subtitle, *work.authors, *work.subjects, work.publisher, work.summary,
        work.series,
    )  # fmt: skip
    fields = (
        (query.title, (work.title, work.subtitle, work.series)),
        (query.author, work.authors),
        (query.subject, (*work.subjects, work.title, work.summary)),
        (query.publisher, (work.publisher,)),
        (query.text, whole),
    )
    shares = [_share(asked, having) for asked, having in fields if asked]
    return 1.0 if not shares else min(shares) if min(shares) >= ENOUGH else 0.0


def _share(asked: str, having: Iterable[str]) -> float:
    words = _words(asked)
    return len(words & _words(" ".join(having))) / len(words) if words else 0.0


def _passes(query: WorkQuery, work: Work) -> bool:
    narrow: WorkFilter = query.filter
    year = work.year or 0
    return (
        (narrow.year_from is None or year >= narrow.year_from)
        and (narrow.year_to is None or 0 < year <= narrow.year_to)
        and (not narrow.languages or work.language in narrow.languages)
        and (not narrow.formats or work.format in narrow.formats)
        and (not narrow.audiences or work.audience in narrow.audiences)
        and (not narrow.branches or bool(set(narrow.branches) & set(work.branches)))
        and (not narrow.ddc_prefixes or work.ddc.startswith(narrow.ddc_prefixes))
        and (not narrow.local_history or work.local_history)
    )
