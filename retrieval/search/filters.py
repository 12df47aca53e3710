"""A query's named fields and narrowing as filters of the index."""

from __future__ import annotations

from retrieval.index.lexical import Lexical, LexicalQuery
from retrieval.model import WorkQuery
from retrieval.terms import terms

_PUBLISHING = ("nxb", "nha", "xuat", "ban")
"""Folded words that say `publishing house` and name none."""


def filters_of(works: Lexical, query: WorkQuery) -> list[LexicalQuery]:
    """Author and publisher by all their words in any order; the rest by exact value."""
    narrow = query.filter
    found = []
    if query.author:
        found.append(works.all_of(terms(query.author).folded, ["author"]))
    if query.publisher:
        words = [word for word in terms(query.publisher).folded if word not in _PUBLISHING]
        if words:
            found.append(works.all_of(words, ["rest"]))
    exact = {
        "language": narrow.languages,
        "format": narrow.formats,
        "audience": narrow.audiences,
        "branch": narrow.branches,
        "ddc": tuple(prefix.replace(".", "") for prefix in narrow.ddc_prefixes),
        "local": ("1",) if narrow.local_history else (),
    }
    found += [works.keyword(name, list(values)) for name, values in exact.items() if values]
    if narrow.year_from is not None or narrow.year_to is not None:
        found.append(works.years(narrow.year_from, narrow.year_to))
    return found
