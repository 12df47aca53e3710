"""Words and letters of a message weighed as scikit-learn learnt them, one message at a time.

What was fitted is kept as plain arrays: a message looks up the rows of the n-grams it has and
adds them. The numbers are those of the fitted pipeline; going through it costs twenty times as
much, since it moves the whole table of weights for every message.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from sklearn.base import clone
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline


@dataclass
class View:
    """One vectorizer: n-grams of a text to places in the table, with what each weighs there."""

    terms: Callable[[str], Iterable[str]]
    places: dict[str, int]
    weights: np.ndarray
    """Inverse document frequency of each place (float64)."""
    scale: float
    start: int
    """Where this view's rows begin in the table."""

    def row(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Rows of the table and what each counts: sublinear tf-idf of length `scale`."""
        counted = Counter(
            place for place in map(self.places.get, self.terms(text)) if place is not None
        )
        places = np.fromiter(counted, np.int64, len(counted))
        values = np.log(np.fromiter(counted.values(), np.float64, len(counted))) + 1.0
        values *= self.weights[places]
        length = float(np.sqrt(values @ values))
        return places + self.start, values * (self.scale / length if length else 0.0)


@dataclass
class Shares:
    """A multinomial regression: dense rows in, chances of each class out."""

    classes: np.ndarray
    table: np.ndarray
    """(features, classes)."""
    offset: np.ndarray

    @classmethod
    def of(cls, fitted: LogisticRegression) -> Shares:
        return cls(fitted.classes_, np.ascontiguousarray(fitted.coef_.T), fitted.intercept_)

    def dense(self, row: np.ndarray) -> np.ndarray:
        return _softmax(row @ self.table + self.offset)

    def sparse(self, places: np.ndarray, values: np.ndarray) -> np.ndarray:
        return _softmax(values @ self.table[places] + self.offset)


@dataclass
class WordJudge:
    """Views side by side and the regression over them."""

    views: dict[str, View]
    shares: Shares

    @classmethod
    def of(cls, fitted: Pipeline) -> WordJudge:
        """From a fitted pipeline of `features` (a union of vectorizers) and `regression`."""
        union: FeatureUnion = fitted.named_steps["features"]
        views: dict[str, View] = {}
        start = 0
        for name, vectorizer in union.transformer_list:
            views[name] = _view(vectorizer, union.transformer_weights[name], start)
            start += len(vectorizer.vocabulary_)
        return cls(views, Shares.of(fitted.named_steps["regression"]))

    @property
    def classes(self) -> np.ndarray:
        return self.shares.classes

    def judge(self, text: str) -> tuple[np.ndarray, frozenset[str]]:
        """The chance of each class, and the views of which some n-gram was seen in training."""
        rows = {name: view.row(text) for name, view in self.views.items()}
        places = np.concatenate([places for places, _ in rows.values()])
        shares = self.shares.sparse(places, np.concatenate([v for _, v in rows.values()]))
        return shares, frozenset(name for name, (found, _) in rows.items() if len(found))


def _view(fitted: TfidfVectorizer, scale: float, start: int) -> View:
    places = {term: int(place) for term, place in fitted.vocabulary_.items()}
    return View(clone(fitted).build_analyzer(), places, fitted.idf_, scale, start)


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max())
    shares: np.ndarray = raised / raised.sum()
    return shares
