"""Terms of a text for BM25: syllables and pairs of neighbours, accented and folded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from retrieval.lookalikes import plain
from vietnamese.reading import fold, nfc

MAX_TERMS = 4_000
WORD = re.compile(r"[^\W_]+")

STOP = frozenset(
    "la va cua cac nhung cho voi trong mot co khong duoc thi ma o tai den tu ve ra vao nay do kia "
    "ai gi nao sao the bao nhieu khi may vi nhu boi bang theo hay roi da dang se cung nhe a oi vay "
    "u minh ban toi em anh chi co bac chau ad xin hoi giup xem tim kiem sach cuon quyen".split()
)
"""Folded words that carry no subject: they do not count when coverage is measured."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Accented and folded syllables in order, lower case."""

    accented: tuple[str, ...]
    folded: tuple[str, ...]

    @property
    def pairs(self) -> tuple[str, ...]:
        """Folded neighbours as one term: `nguyen_du`."""
        return tuple(f"{a}_{b}" for a, b in zip(self.folded, self.folded[1:], strict=False))

    @property
    def content(self) -> tuple[str, ...]:
        """Folded syllables that carry a subject, each once; all of them if none does."""
        kept = tuple(dict.fromkeys(term for term in self.folded if term not in STOP))
        return kept or tuple(dict.fromkeys(self.folded))


def terms(text: str) -> Terms:
    """Any text; at most MAX_TERMS syllables of it."""
    words = WORD.findall(nfc(plain(text)).lower())[:MAX_TERMS]
    return Terms(tuple(words), tuple(map(_folded, words)))


@lru_cache(maxsize=65_536)
def _folded(word: str) -> str:
    """Vietnamese has some 7,000 written syllables: nearly every word is met again."""
    return fold(word)


def folded_line(text: str) -> str:
    """Folded syllables joined by single spaces: the key by which titles are compared."""
    return " ".join(terms(text).folded)
