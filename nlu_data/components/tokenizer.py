"""Tokens of a message as typed, each with what it means.

Offsets are into the text as typed, so that an entity is shown as the reader wrote it;
features are taken from what was meant.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from vietnamese.reading import fold, read

MEANT = "meant"
FOLDED = "folded"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokenizer(Tokenizer):
    """`vietnamese.reading.read` as a Rasa tokenizer."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        text = message.get(attribute) or ""
        return tokens_of(text)


def tokens_of(text: str) -> list[Token]:
    """The words of a text as typed, each with what it means; never empty."""
    tokens = [
        Token(
            token.typed,
            token.start,
            token.end,
            data={MEANT: token.meant.lower(), FOLDED: fold(token.meant)},
        )
        for token in read(text).tokens
        if token.typed
    ]
    return tokens or [Token(text, 0, len(text), data={MEANT: text, FOLDED: text})]
