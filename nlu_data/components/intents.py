"""Intents by n-grams of what was meant, accented and folded, and logistic regression.

Each training example is also learnt as it reads when typed without accents, so that a wrongly
restored word costs little.
"""

from __future__ import annotations

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
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline

from nlu_data.components.tokenizer import FOLDED, MEANT, VietnameseTokenizer
from vietnamese import fold, read

_FILE = "intents.joblib"
_SEPARATOR = "\x1f"
"""Stands between the meant and the folded text, so that one string carries both views."""


def meant_view(text: str) -> str:
    return text.partition(_SEPARATOR)[0]


def folded_view(text: str) -> str:
    return text.partition(_SEPARATOR)[2]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeantIntentClassifier(IntentClassifier, GraphComponent):
    """TF-IDF over words and characters, balanced logistic regression."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Pipeline | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def required_components(cls) -> list[type]:
        return [VietnameseTokenizer]

    @staticmethod
    def required_packages() -> list[str]:
        return ["sklearn", "joblib"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"C": 12.0, "ranking_length": 5}

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
        self._model = _pipeline(self._config["C"]).fit(texts, labels)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / _FILE, compress=3)
        return self._resource

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
        if self._model is None:
            raise RuntimeError("the intent classifier was neither trained nor loaded")
        for message in messages:
            tokens: list[Token] = message.get(TOKENS_NAMES[TEXT]) or []
            shares = self._model.predict_proba([_view(tokens)])[0]
            order = np.argsort(-shares)[: self._config["ranking_length"]]
            ranking = [
                {"name": str(self._model.classes_[i]), "confidence": float(shares[i])}
                for i in order
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data


def _training_views(message: Message) -> list[str]:
    """The example as it is read, and as it is read when typed without accents."""
    views = [_view(message.get(TOKENS_NAMES[TEXT]) or [])]
    text = message.get(TEXT) or ""
    bare = read(fold(text)).meant.lower()
    views.append(bare + _SEPARATOR + fold(bare))
    return list(dict.fromkeys(views))


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
    regression = LogisticRegression(C=c, class_weight="balanced", max_iter=400)
    return Pipeline([("features", features), ("regression", regression)])
