"""A query made ready: what was typed and what was meant, as terms and other spellings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.model import WorkQuery
from retrieval.search.coverage import Weighed
from retrieval.search.snapshot import OpenedIndex
from retrieval.search.spelling import alternatives
from retrieval.terms import Terms, folded_line, terms
from vietnamese.reading import read


@dataclass(frozen=True, slots=True)
class Asked:
    """`words` are those meant, and those typed where they differ; `lines` whole, folded."""

    query: WorkQuery
    words: Terms
    meant: str
    lines: tuple[str, ...]
    spellings: Mapping[str, tuple[str, ...]]
    weighed: Weighed
    """Its words that carry a subject, for the share of them that a work holds."""

    @property
    def searched(self) -> Terms:
        """With the other spellings of words that no record has."""
        others = tuple(form for forms in self.spellings.values() for form in forms)
        return Terms(self.words.accented, self.words.folded + others) if others else self.words

    def mended(self) -> str:
        """The folded query with unknown words as another spelling; empty when all are known."""
        if not self.spellings:
            return ""
        return " ".join(self.spellings.get(word, (word,))[0] for word in self.words.folded)


def ask(index: OpenedIndex, query: WorkQuery) -> Asked | None:
    """None when the query has no words of its own."""
    free = " ".join(part for part in (query.title, query.subject, query.text) if part)
    meant = read(free).understood
    words = _terms(free, meant)
    if not words.folded:
        return None
    said = (query.title or free, read(query.title).understood if query.title else meant)
    lines = tuple(dict.fromkeys(line for text in said if (line := folded_line(text))))
    frequency = index.work_rarity.frequency
    found = {word: alternatives(word, frequency) for word in words.content}
    spellings = {word: forms for word, forms in found.items() if forms}
    weighed = index.work_rarity.weighed(words.content, spellings)
    return Asked(query, words, meant, lines, spellings, weighed)


def _terms(typed: str, meant: str) -> Terms:
    """As meant, and as typed where that differs: a wrongly restored word costs nothing folded."""
    said, wrote = terms(meant), terms(typed)
    if said.folded == wrote.folded:
        return said
    return Terms(said.accented, tuple(dict.fromkeys(said.folded + wrote.folded)))
