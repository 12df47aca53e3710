"""Intents by words and by sentence vectors, each with its logistic regression, judged together.

Words are n-grams of what was meant, accented and folded. Each training example is also learnt as
it reads when typed without accents, so that a wrongly restored word costs little. Vectors know
what was never written in an example; without them the words judge alone.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from nlu_data.components.names import catalogue
from nlu_data.components.swap import swapped
from nlu_data.components.tokenizer import FOLDED, MEANT, VietnameseTokenizer, tokens_of
from nlu_data.components.vectors import TRAINING_TIMEOUT, VectorSource, address
from nlu_data.components.words import Shares, WordJudge
from vietnamese.reading import fold

_FILE = "intents.joblib"
_SPREAD = 3.0
"""Vectors lie close together (cosines of 0.8 and more): centred, they are spread by so much."""
_UNKNOWN = 0.25
"""What is left of the certainty about a message with no known word: too little to act on."""
_SEPARATOR = "\x1f"
"""Stands between the meant and the folded text, so that one string carries both views."""


def meant_view(text: str) -> str:
    return text.partition(_SEPARATOR)[0]


def folded_view(text: str) -> str:
    return text.partition(_SEPARATOR)[2]


@dataclass
class Judges:
    """What training gives: words always, vectors where the encoder could be asked."""

    words: WordJudge
    vectors: Shares | None
    centre: np.ndarray | None


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeantIntentClassifier(IntentClassifier, GraphComponent):
    """TF-IDF over words and characters, and the encoder's vectors; balanced regressions."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        judges: Judges | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._judges = judges
        self._source = VectorSource(address(), os.environ.get("THUTHU_RASA_TOKEN", ""))

    @classmethod
    def required_components(cls) -> list[type]:
        return [VietnameseTokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn", "joblib"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"C": 12.0, "vectors_C": 10.0, "vectors_share": 0.25, "ranking_length": 5}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MeantIntentClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        texts: list[str] = []
        labels: list[str] = []
        for message in training_data.intent_examples:
            for view in _training_views(message):
                texts.append(view)
                labels.append(message.get(INTENT))
        with ThreadPoolExecutor(1) as beside:  # the encoder works while words are fitted
            rows = beside.submit(self._training_vectors, texts)
            words = _pipeline(self._config["C"]).fit(texts, labels)
            judged = self._fit_vectors(rows.result(), labels)
        self._judges = Judges(WordJudge.of(words), *judged)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._judges, folder / _FILE, compress=3)
        return self._resource

    def _training_vectors(self, texts: list[str]) -> np.ndarray | None:
        return self._source.of([meant_view(text) for text in texts], TRAINING_TIMEOUT)

    def _fit_vectors(
        self, rows: np.ndarray | None, labels: list[str]
    ) -> tuple[Shares | None, np.ndarray | None]:
        if rows is None:
            return None, None
        centre = rows.mean(axis=0)
        regression = _regression(self._config["vectors_C"])
        return Shares.of(regression.fit(_SPREAD * (rows - centre), labels)), centre

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MeantIntentClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / _FILE))

    def process(self, messages: list[Message]) -> list[Message]:
        if self._judges is None:
            raise RuntimeError("the intent classifier was neither trained nor loaded")
        for message in messages:
            if (message.get(TEXT) or "").startswith("/"):
                _leave(message)
                continue
            tokens: list[Token] = message.get(TOKENS_NAMES[TEXT]) or []
            shares = self._shares(_view(tokens), self._judges)
            order = np.argsort(-shares)[: self._config["ranking_length"]]
            classes = self._judges.words.classes
            ranking = [{"name": str(classes[i]), "confidence": float(shares[i])} for i in order]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _shares(self, view: str, judges: Judges) -> np.ndarray:
        """Both judges' shares, multiplied with their weights and made to sum to one."""
        by_words, known = judges.words.judge(view)
        if "folded" not in known:
            return _UNKNOWN * by_words
        rows = self._source.of([meant_view(view)]) if judges.vectors is not None else None
        if rows is None or judges.vectors is None:
            return by_words
        by_vectors = judges.vectors.dense(_SPREAD * (rows[0] - judges.centre))
        weight = self._config["vectors_share"]
        product = by_words ** (1 - weight) * by_vectors**weight
        shares: np.ndarray = product / product.sum()
        return shares

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data


def _leave(message: Message) -> None:
    """A pressed button: Rasa reads it by itself, after a pipeline that must not doubt it."""
    message.set("intent", {"name": None, "confidence": 1.0}, add_to_output=True)
    message.set("intent_ranking", [], add_to_output=True)


def _training_views(message: Message) -> list[str]:
    """The example as it is read, typed without accents, and said of another work."""
    views = [_view(message.get(TOKENS_NAMES[TEXT]) or [])]
    text = message.get(TEXT) or ""
    views.append(_bare(text))
    other = swapped(text, message.get(ENTITIES) or [], catalogue(), 0)
    if other is not None:
        views.append(_view(tokens_of(other[0])))
    return list(dict.fromkeys(views))


def _bare(text: str) -> str:
    return _view(tokens_of(fold(text)))


def _view(tokens: list[Token]) -> str:
    meant = " ".join(token.get(MEANT) or token.text for token in tokens)
    folded = " ".join(token.get(FOLDED) or token.text for token in tokens)
    return meant + _SEPARATOR + folded


def _pipeline(c: float) -> Pipeline:
    def words(view: Any, high: int) -> TfidfVectorizer:
        return TfidfVectorizer(
            preprocessor=view, token_pattern=r"\S+", ngram_range=(1, high), sublinear_tf=True
        )

    features = FeatureUnion(
        [
            ("meant", words(meant_view, 2)),
            ("folded", words(folded_view, 3)),
            (
                "letters",
                TfidfVectorizer(
                    preprocessor=folded_view,
                    analyzer="char_wb",
                    ngram_range=(2, 4),
                    sublinear_tf=True,
                ),
            ),
        ],
        transformer_weights={"meant": 1.0, "folded": 1.0, "letters": 0.7},
    )
    return Pipeline([("features", features), ("regression", _regression(c))])


def _regression(c: float) -> LogisticRegression:
    return LogisticRegression(C=c, class_weight="balanced", max_iter=400, tol=1e-2)
