"""Searching the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from retrieval.index import lexical
from retrieval.index.lexical import LexicalQuery
from retrieval.index.schema import FACETS
from retrieval.model import WorkHit, WorkQuery, WorkResults
from retrieval.port import Encoder
from retrieval.search.filters import filters_of
from retrieval.search.fuse import fuse
from retrieval.search.isbn import isbn13
from retrieval.search.nearest import begin
from retrieval.search.query import Asked, ask
from retrieval.search.snapshot import OpenedIndex, StoredWork
from retrieval.search.tuning import Tuning
from retrieval.terms import terms
from vietnamese.reading.letters import strip

Available = Callable[[Sequence[str]], frozenset[str]]
"""Ids of works -> those with a copy in just now. Raises AvailabilityUnknownError."""


class AvailabilityUnknownError(RuntimeError):
    """The library's own system does not say; the message is the reason."""


WHOLE = 0.999
"""A sum of shares that is 1 but for rounding."""
SPREAD = 20
"""First hits among which a record like one before it comes after those of other works."""
MAX_LISTED = 1_000
"""Works of a list without words whose availability is asked for."""


def search(
    index: OpenedIndex,
    encoder: Encoder | None,
    tuning: Tuning,
    query: WorkQuery,
    available: Available | None = None,
) -> WorkResults:
    """Hits best first; a work that holds too little of the query is no hit."""
    if (isbn := isbn13(query.isbn or query.text)) is not None:
        return _by_isbn(index, isbn)
    filters = filters_of(index.works, query)
    asked = ask(index, query)
    if asked is None:
        return _listed(index, query, filters, available)
    ranked = _ranked(index, encoder, tuning, asked, filters)
    if query.filter.available_now and available is not None:
        ranked = _in(ranked, available)
    page = ranked[query.offset : query.offset + query.limit]
    hits = tuple(_hit(asked, held, score) for held, score in page)
    facets = {}
    if query.facets:
        wanted = index.works.numbered([n for n, _ in _found(index, tuning, asked, filters)])
        facets = index.works.facets(wanted, FACETS)
    return WorkResults(hits, len(ranked), _meant(asked, ranked), facets)


def _found(
    index: OpenedIndex, tuning: Tuning, asked: Asked, filters: list[LexicalQuery]
) -> list[tuple[int, float]]:
    wanted = index.works.any_of(asked.searched, _weights(asked.query, tuning))
    return index.works.search(lexical.both(wanted, filters), tuning.depth)


def _ranked(
    index: OpenedIndex,
    encoder: Encoder | None,
    tuning: Tuning,
    asked: Asked,
    filters: list[LexicalQuery],
) -> list[tuple[StoredWork, float]]:
    nearest = begin(index, encoder, tuning, asked, filters)
    found = _found(index, tuning, asked, filters)
    near = nearest.result()
    cosine, named = dict(near), {number for number, _ in found}
    fused = [
        (number, score)
        for number, score in fuse(found, near, tuning.work_dense_share)
        if number in named or cosine[number] >= tuning.dense_found
    ]
    held = index.held(number for number, _ in fused)
    kept = [
        (
            held[n],
            score + _bonus(tuning, asked, held[n]),
            n,
        )
        for n, score in fused
        if n in held and _holds(tuning, asked, held[n], cosine.get(n, 0.0))
    ]
    best = [(h, score) for h, score, _ in sorted(kept, key=lambda each: (-each[1], each[2]))]
    return _spread(_as_written(best[:SPREAD], asked)) + best[SPREAD:]


def _as_written(
    ranked: list[tuple[StoredWork, float]], asked: Asked
) -> list[tuple[StoredWork, float]]:
    """Of works of one title, those first that write it as it was typed, but for the accents, and
    those whose authors are known; on the places that they have together."""
    places: dict[str, list[int]] = {}
    for place, (held, _) in enumerate(ranked):
        places.setdefault(held.title, []).append(place)
    wrote = {strip(text) for text in (asked.query.title or asked.query.text, asked.meant) if text}

    def strange(each: tuple[StoredWork, float]) -> tuple[bool, bool]:
        title = strip(each[0].work.title)
        return not any(text in title for text in wrote), not each[0].work.authors

    found = list(ranked)
    for same in places.values():
        if len(same) > 1:
            best = sorted((ranked[place] for place in same), key=strange)
            for place, each in zip(same, best, strict=True):
                found[place] = each
    return found


def _spread(ranked: list[tuple[StoredWork, float]]) -> list[tuple[StoredWork, float]]:
    """One record of each title and authors first, in their order; then the repeated ones."""
    seen: set[tuple[str, frozenset[str]]] = set()
    first: list[tuple[StoredWork, float]] = []
    again: list[tuple[StoredWork, float]] = []
    for held, score in ranked:
        key = (held.title, held.named)
        (again if key in seen else first).append((held, score))
        seen.add(key)
    return first + again


def _weights(query: WorkQuery, tuning: Tuning) -> dict[str, float]:
    """A named field counts most in its own place, and little elsewhere."""
    weights = dict(tuning.work_weights)
    if query.title and not query.text:
        weights |= {"author": 0.3, "subject": 0.3, "rest": 0.2}
    elif query.subject and not query.text and not query.title:
        weights |= {"subject": 3.0, "author": 0.4}
    return weights


def _holds(tuning: Tuning, asked: Asked, held: StoredWork, cosine: float) -> bool:
    """Enough of the query's rare words, or close in meaning where words may differ."""
    if asked.query.title:
        words = set(terms(f"{held.work.title} {held.work.subtitle}").folded)
        return asked.weighed.covered(words) >= 1.3 * tuning.least_coverage
    covered = asked.weighed.covered(held.words)
    return covered >= tuning.least_coverage or (cosine >= tuning.dense_found and covered > 0)


def _bonus(tuning: Tuning, asked: Asked, held: StoredWork) -> float:
    """For a work that the query names, or whose subject it is."""
    about = any(line and f" {line} " in f" {held.subjects} " for line in asked.lines)
    named = _title_bonus(tuning, asked, held) + _named(tuning, asked, held)
    return named + (tuning.subject_holds if about else 0.0)


def _title_bonus(tuning: Tuning, asked: Asked, held: StoredWork) -> float:
    """Added to the fused score (0..1) of a work whose title is, begins with or holds the query.

    A title that stands within the query counts by how much of the query it is.
    """
    for wanted in (*asked.lines, asked.mended()):
        if not wanted:
            continue
        if held.title == wanted:
            return tuning.title_exact
        if f" {wanted} " in f" {held.title} ":
            begins = held.title.startswith(wanted)
            filled = tuning.title_filled * len(wanted) / len(held.title)
            return filled + (tuning.title_begins if begins else tuning.title_holds)
        if held.title.startswith(wanted):
            return tuning.title_begins
        if held.title and f" {held.title} " in f" {wanted} ":
            return tuning.title_begins * len(held.title) / len(wanted)
    return 0.0


def _named(tuning: Tuning, asked: Asked, held: StoredWork) -> float:
    """A work whose title and authors hold the query's words was more likely named by them."""
    share = asked.weighed.covered(held.named)
    return tuning.named * share + (tuning.named_whole if share > WHOLE else 0.0)


def _meant(asked: Asked, ranked: list[tuple[StoredWork, float]]) -> str | None:
    """The first title, when words of it were found only in another spelling."""
    if not ranked or not asked.spellings:
        return None
    first = ranked[0][0]
    mended = any(form in first.words for forms in asked.spellings.values() for form in forms)
    return first.work.title if mended else None


def _in(
    ranked: list[tuple[StoredWork, float]], available: Available
) -> list[tuple[StoredWork, float]]:
    now = available([held.work.id for held, _ in ranked])
    return [(held, score) for held, score in ranked if held.work.id in now]


def _by_isbn(index: OpenedIndex, isbn: str) -> WorkResults:
    found = index.works.search(index.works.keyword("isbn", [isbn]), 10)
    hits = tuple(WorkHit(h.work, 1.0, ("isbn",)) for h in index.held(n for n, _ in found).values())
    return WorkResults(hits, len(hits))


def _listed(
    index: OpenedIndex, query: WorkQuery, filters: list[LexicalQuery], available: Available | None
) -> WorkResults:
    """Only names and bounds: all that fit, the newest edition first."""
    if not filters:
        return WorkResults((), 0)
    wanted = lexical.both(lexical.everything(), filters)
    total = index.works.count(wanted)
    facets = index.works.facets(wanted, FACETS) if query.facets else {}
    if query.filter.available_now and available is not None:
        every = _works(index, wanted, MAX_LISTED, 0)
        kept = _in([(held, 1.0) for held in every], available)
        page = [held for held, _ in kept[query.offset : query.offset + query.limit]]
        total = len(kept)
    else:
        page = _works(index, wanted, query.limit, query.offset)
    matched = ("author",) if query.author else ()
    hits = tuple(WorkHit(held.work, 1.0, matched) for held in page)
    return WorkResults(hits, total, None, facets)


def _works(index: OpenedIndex, wanted: LexicalQuery, limit: int, offset: int) -> list[StoredWork]:
    numbers = index.works.sorted_by(wanted, "year", limit, offset)
    held = index.held(numbers)
    return [held[number] for number in numbers if number in held]


def _hit(asked: Asked, held: StoredWork, score: float) -> WorkHit:
    work = held.work
    content = set(asked.words.content)
    content |= {form for forms in asked.spellings.values() for form in forms}
    fields = {
        "title": f"{work.title} {work.subtitle}",
        "author": " ".join(work.authors),
        "subject": " ".join(work.subjects),
        "summary": work.summary,
    }
    matched = tuple(name for name, text in fields.items() if content & set(terms(text).folded))
    return WorkHit(work, score, matched)
