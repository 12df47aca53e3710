"""Words and letters of a message weighed one message at a time.

N-grams are counted by scikit-learn and kept as plain arrays: a message looks up the rows of the
n-grams it has and adds them. Going through a fitted pipeline costs twenty times as much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

SEPARATOR = "\x1f"
"""Stands between the meant and the folded text, so that one string carries both views."""
LEAST = 2
"""Texts an n-gram must stand in; half of them stand in one and teach nothing of others."""


def meant_view(text: str) -> str:
    return text.partition(SEPARATOR)[0]


def folded_view(text: str) -> str:
    return text.partition(SEPARATOR)[2]


def _words(view: Callable[[str], str], high: int) -> TfidfVectorizer:
    return TfidfVectorizer(
        preprocessor=view, token_pattern=r"\S+", ngram_range=(1, high), sublinear_tf=True
    )


def _letters() -> TfidfVectorizer:
    return TfidfVectorizer(
        preprocessor=folded_view, analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True
    )


KINDS: dict[str, tuple[Callable[[], TfidfVectorizer], float]] = {
    "meant": (lambda: _words(meant_view, 2), 1.0),
    "folded": (lambda: _words(folded_view, 3), 1.0),
    "letters": (_letters, 0.7),
}
"""Each view's vectorizer, and the length of its row."""


@dataclass
class View:
    """One kind of n-grams: places in the table, with what each weighs there."""

    kind: str
    terms: Callable[[str], Iterable[str]]
    places: dict[str, int]
    weights: np.ndarray
    """Inverse document frequency of each place."""
    start: int
    """Where this view's rows begin in the table."""

    @classmethod
    def of(cls, kind: str, terms: Sequence[str], weights: np.ndarray, start: int) -> View:
        places = {term: place for place, term in enumerate(terms)}
        return cls(kind, KINDS[kind][0]().build_analyzer(), places, weights, start)

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Rows of the table and what each counts: sublinear tf-idf of the kind's length."""
        counted = Counter(
            place for place in map(self.places.get, self.terms(text)) if place is not None
        )
        places = np.fromiter(counted, np.int64, len(counted))
        values = np.log(np.fromiter(counted.values(), np.float64, len(counted))) + 1.0
        values *= self.weights[places]
        length = float(np.sqrt(values @ values))
        return places + self.start, values * (KINDS[self.kind][1] / length if length else 0.0)


@dataclass
class Views:
    """All kinds side by side: a text is one sparse row."""

    kinds: list[View]

    @classmethod
    def counted(cls, texts: Sequence[str]) -> Views:
        """Every n-gram that stands in enough of the texts, weighed by how rare it is."""
        found: list[View] = []
        start = 0
        for kind, (make, _) in KINDS.items():
            vectorizer = make().set_params(min_df=LEAST).fit(texts)
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
            found.append(View.of(kind, terms, vectorizer.idf_, start))
            start += len(terms)
        return cls(found)

    @property
    def size(self) -> int:
        return sum(len(view.places) for view in self.kinds)

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray, bool]:
        """Places, values, and whether some word of the text is known."""
        rows = {view.kind: view.row(text) for view in self.kinds}
        places = np.concatenate([places for places, _ in rows.values()])
        return places, np.concatenate([v for _, v in rows.values()]), len(rows["folded"][0]) > 0

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """(texts, size), float32."""
        found = [self.row(text)[:2] for text in texts]
        ends = np.cumsum([0, *(len(places) for places, _ in found)])
        places = np.concatenate([places for places, _ in found])
        values = np.concatenate([values for _, values in found]).astype(np.float32)
        return csr_matrix((values, places, ends), shape=(len(texts), self.size))
