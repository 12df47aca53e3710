"""Intents by words and by the encoder's tuned layers, judged together.

Words are n-grams of what was meant, accented and folded. Each training example is also learnt as
it reads when typed without accents, so that a wrongly restored word costs little. The tuned layers
know what was never written in an example; without them the words judge alone. What ships is taken
as it is; lines it does not know, a library's own labels first, are learnt on top of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import Any

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

from nlu_data.components import shipped
from nlu_data.components.judges import Judges
from nlu_data.components.learning import Line, learn, learn_more, read_head
from nlu_data.components.names import catalogue
from nlu_data.components.swap import swapped
from nlu_data.components.tokenizer import FOLDED, MEANT, VietnameseTokenizer, tokens_of
from nlu_data.components.vectors import TRAINING_TIMEOUT, VectorSource, address
from nlu_data.components.words import SEPARATOR, meant_view
from vietnamese.reading import fold

_FILE = "intents.npz"
_UNKNOWN = 0.25
"""What is left of the certainty about a message with no known word: too little to act on."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MeantIntentClassifier(IntentClassifier, GraphComponent):
    """`Judges` as a Rasa component."""

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
        return ["sklearn", "scipy"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"ranking_length": 5}

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
        lines = [_line(message) for message in training_data.intent_examples]
        base = shipped.judges()
        if base is not None:
            self._judges = learn_more(base, lines, self._meanings)
        else:
            classes = sorted({line.intent for line in lines})
            self._judges = learn(lines, read_head(shipped.HEAD, classes), classes)
        with self._storage.write_to(self._resource) as folder:
            self._judges.write(folder / _FILE)
        if shipped.anew():
            self._judges.write(shipped.INTENTS)
        return self._resource

    def _meanings(self, views: Sequence[str]) -> np.ndarray | None:
        return self._source.of([meant_view(view) for view in views], TRAINING_TIMEOUT)

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
            return cls(config, model_storage, resource, Judges.read(folder / _FILE))

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
            classes = self._judges.classes
            ranking = [{"name": classes[i], "confidence": float(shares[i])} for i in order]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _shares(self, view: str, judges: Judges) -> np.ndarray:
        """The chance of each class."""
        rows = self._source.of([meant_view(view)]) if judges.head is not None else None
        shares, known = judges.judge(view, None if rows is None else rows[0])
        return shares if known else _UNKNOWN * shares

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data


def _leave(message: Message) -> None:
    """A pressed button: Rasa reads it by itself, after a pipeline that must not doubt it."""
    message.set("intent", {"name": None, "confidence": 1.0}, add_to_output=True)
    message.set("intent_ranking", [], add_to_output=True)


def _line(message: Message) -> Line:
    intent = str(message.get(INTENT))
    known = shipped.line_hash(intent, message.get(TEXT) or "")
    return Line(intent, known, partial(_training_views, message))


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
    return meant + SEPARATOR + folded
