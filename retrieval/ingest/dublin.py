"""A record of simple Dublin Core to a Work."""

from __future__ import annotations

import re
from typing import Any, cast

from retrieval.ingest.intake import Outcome
from retrieval.ingest.languages import language
from retrieval.ingest.names import apart
from retrieval.ingest.report import Reject
from retrieval.ingest.tidy import tidy
from retrieval.model import Format, Work
from retrieval.search.isbn import isbn13
from vietnamese.phrases.categories import code_of
from vietnamese.reading import fold
from words.shelf import say

DC = "{http://purl.org/dc/elements/1.1/}"
_YEAR = re.compile(r"(?<!\d)(1[4-9]\d\d|20\d\d)(?!\d)")
_TYPES: tuple[tuple[str, Format], ...] = (
    ("thesis", "thesis"), ("dissertation", "thesis"), ("map", "map"), ("newspaper", "newspaper"),
    ("journal", "magazine"), ("sound", "audiobook"), ("score", "score"),
)  # fmt: skip
"""English words of dc:type -> our formats; else by its Vietnamese name, else a book."""


def outcome(place: str, key: str, element: Any) -> Outcome:
    """The record as a work, or why it cannot be one."""
    titles = _all(element, "title")
    if not titles:
        return place, key, Reject(place, "", say("ingest", "reasons.no_dublin_title"), key=key)
    dates = (match for text in _all(element, "date") if (match := _YEAR.search(text)))
    year = next((int(match[1]) for match in dates), None)
    work = Work(
        id=key,
        title=titles[0],
        other_titles=tuple(titles[1:]),
        authors=apart(_all(element, "creator") + _all(element, "contributor")),
        publisher=next(iter(_all(element, "publisher")), ""),
        year=year,
        language=language(next(iter(_all(element, "language")), "")),
        format=_format(" ".join(_all(element, "type"))),
        subjects=tuple(dict.fromkeys(_all(element, "subject"))),
        series=next(iter(_all(element, "relation")), ""),
        summary=" ".join(_all(element, "description"))[:4_000],
        isbn=tuple(n for text in _all(element, "identifier") if (n := isbn13(_bare(text)))),
    )
    return place, key, work


def _all(element: Any, name: str) -> list[str]:
    texts = (tidy("".join(each.itertext())) for each in element.iterfind(f"{DC}{name}"))
    return [text for text in texts if text]


def _bare(text: str) -> str:
    return re.sub(r"(?i)^(urn:)?isbn[:\s]*", "", text)


def _format(said: str) -> Format:
    folded = fold(said).lower()
    english = next((kind for word, kind in _TYPES if word in folded), None)
    return english or cast(Format, code_of("format", folded) or "book")
