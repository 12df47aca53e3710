"""Searching the catalogue."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.index import lexical
from retrieval.model import WorkFilter, WorkHit, WorkQuery, WorkResults
from retrieval.port import Encoder
from retrieval.search.fuse import fuse
from retrieval.search.isbn import isbn13
from retrieval.search.opened import OpenedIndex
from retrieval.search.tuning import Tuning
from retrieval.terms import Terms, folded_line, terms
from vietnamese import read

EXACT, PREFIX = 2.0, 0.6
"""Added to the fused score (0..1) of a work whose title is, or begins with, the query."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query made ready: what was typed and what was meant, as terms."""

    query: WorkQuery
    words: Terms
    meant: str
    title: str


def search(index: OpenedIndex, encoder: Encoder, tuning: Tuning, query: WorkQuery) -> WorkResults:
    """Hits best first; a work that holds too little of the query is no hit."""
    if (isbn := isbn13(query.isbn or query.text)) is not None:
        return _by_isbn(index, isbn)
    filters = filters_of(index, query)
    free = " ".join(part for part in (query.title, query.subject, query.text) if part)
    if not free.strip():
        return _listed(index, query, filters)
    asked = _Asked(query, _terms(free), read(free).meant, folded_line(read(query.title).meant))
    ranked = _ranked(index, encoder, tuning, asked, filters)
    if not ranked and len(asked.words.content) > 0:
        return _near(index, asked, filters)
    page = ranked[query.offset : query.offset + query.limit]
    return WorkResults(tuple(_hit(index, asked, n, score) for n, score in page), len(ranked))


def _terms(text: str) -> Terms:
    """As meant, and as typed where that differs: a wrongly restored word costs nothing folded."""
    meant = terms(read(text).meant)
    typed = terms(text)
    return (
        meant
        if meant.folded == typed.folded
        else Terms(meant.accented, tuple(dict.fromkeys(meant.folded + typed.folded)))
    )


def _ranked(
    index: OpenedIndex,
    encoder: Encoder,
    tuning: Tuning,
    asked: _Asked,
    filters: list[lexical.Wanted],
) -> list[tuple[int, float]]:
    wanted = index.work_lexical.any_of(asked.words, _weights(asked.query, tuning))
    found = index.work_lexical.search(lexical.both(wanted, filters), tuning.depth)
    vector = encoder.encode([asked.meant], "query")[0]
    near = index.work_dense.search(vector, tuning.depth)
    if filters:
        allowed = {n for n, _ in index.work_lexical.search(
            lexical.both(lexical.everything(), filters), max(1, len(index.works))
        )}  # fmt: skip
        near = [(n, s) for n, s in near if n in allowed]
    cosine = dict(near)
    fused = fuse(found, near, tuning.dense_share)
    kept = [
        (n, score + _title_bonus(index, asked, n))
        for n, score in fused
        if _holds(index, tuning, asked, n, cosine.get(n, 0.0))
    ]
    return sorted(kept, key=lambda item: (-item[1], item[0]))


def _weights(query: WorkQuery, tuning: Tuning) -> dict[str, float]:
    """A named field counts most in its own place, and little elsewhere."""
    weights = dict(tuning.work_weights)
    if query.title and not query.text:
        weights |= {"author": 0.3, "subject": 0.3, "rest": 0.2}
    elif query.subject and not query.text and not query.title:
        weights |= {"subject": 3.0, "author": 0.4}
    return weights


def _holds(index: OpenedIndex, tuning: Tuning, asked: _Asked, number: int, cosine: float) -> bool:
    """Enough of the query's rare words, or close in meaning where words may differ."""
    words = index.work_words(number)
    if asked.query.title:
        words = frozenset(
            terms(f"{index.works[number].title} {index.works[number].subtitle}").folded
        )
        return index.work_rarity.coverage(asked.words.content, words) >= 1.3 * tuning.least_coverage
    covered = index.work_rarity.coverage(asked.words.content, words)
    return covered >= tuning.least_coverage or (cosine >= tuning.dense_found and covered > 0)


def _title_bonus(index: OpenedIndex, asked: _Asked, number: int) -> float:
    title = folded_line(index.works[number].title)
    for wanted in (asked.title, " ".join(asked.words.folded), folded_line(asked.query.text)):
        if wanted and title == wanted:
            return EXACT
        if wanted and (title.startswith(wanted + " ") or f" {title} " in f" {wanted} "):
            return PREFIX
    return 0.0


def _near(index: OpenedIndex, asked: _Asked, filters: list[lexical.Wanted]) -> WorkResults:
    """Nothing as typed: titles one slip away, offered as what may have been meant."""
    slips = index.work_lexical.near(asked.words.content, "title")
    found = index.work_lexical.search(lexical.both(slips, filters), 20)
    close = []
    for number, score in found:
        title = terms(index.works[number].title).folded
        matched = sum(any(_one_slip(w, t) for t in title) for w in asked.words.content)
        if matched >= max(1, 0.7 * len(asked.words.content)) and matched >= 0.5 * len(title):
            close.append((number, score))
    hits = tuple(_hit(index, asked, n, s) for n, s in close[: asked.query.limit])
    return WorkResults(hits, len(close), hits[0].work.title if hits else None)


def _one_slip(typed: str, word: str) -> bool:
    if typed == word:
        return True
    if len(typed) < 3 or abs(len(typed) - len(word)) > 1:
        return False
    if len(typed) == len(word):
        wrong = [i for i in range(len(word)) if typed[i] != word[i]]
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and typed[wrong[0]] == word[wrong[1]]
            and typed[wrong[1]] == word[wrong[0]]
        )
        return len(wrong) == 1 or swapped
    short, long = sorted((typed, word), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _by_isbn(index: OpenedIndex, isbn: str) -> WorkResults:
    found = index.work_lexical.search(index.work_lexical.keyword("isbn", [isbn]), 10)
    hits = tuple(WorkHit(index.works[n], 1.0, ("isbn",)) for n, _ in found)
    return WorkResults(hits, len(hits))


def _listed(index: OpenedIndex, query: WorkQuery, filters: list[lexical.Wanted]) -> WorkResults:
    """Only names and bounds: all that fit, the newest edition first."""
    if not filters:
        return WorkResults((), 0)
    everything = lexical.both(lexical.everything(), filters)
    numbers = [n for n, _ in index.work_lexical.search(everything, max(1, len(index.works)))]
    numbers.sort(key=lambda n: (-(index.works[n].year or 0), index.works[n].title))
    page = numbers[query.offset : query.offset + query.limit]
    return WorkResults(tuple(WorkHit(index.works[n], 1.0, ("author",)) for n in page), len(numbers))


def filters_of(index: OpenedIndex, query: WorkQuery) -> list[lexical.Wanted]:
    """Author and publisher by all their words; the rest by exact value."""
    wanted: WorkFilter = query.filter
    found = []
    if query.author:
        found.append(index.work_lexical.all_of(terms(query.author).folded, ["author"]))
    if query.publisher:
        words = [w for w in terms(query.publisher).folded if w not in ("nxb", "nha", "xuat", "ban")]
        if words:
            found.append(index.work_lexical.all_of(words, ["rest"]))
    exact = {
        "language": wanted.languages,
        "format": wanted.formats,
        "audience": wanted.audiences,
        "branch": wanted.branches,
        "ddc": tuple(prefix[:3] for prefix in wanted.ddc_prefixes),
        "local": ("1",) if wanted.local_history else (),
    }
    found += [index.work_lexical.keyword(name, list(v)) for name, v in exact.items() if v]
    if wanted.year_from is not None or wanted.year_to is not None:
        found.append(index.work_lexical.years(wanted.year_from, wanted.year_to))
    return found


def _hit(index: OpenedIndex, asked: _Asked, number: int, score: float) -> WorkHit:
    work = index.works[number]
    content = set(asked.words.content)
    fields = {
        "title": f"{work.title} {work.subtitle}",
        "author": " ".join(work.authors),
        "subject": " ".join(work.subjects),
        "summary": work.summary,
    }
    matched = tuple(name for name, text in fields.items() if content & set(terms(text).folded))
    return WorkHit(work, score, matched)
