"""The reader's sentences out of `words/reader`, or which of them cannot be said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue.replies.keys import KEYS
from bot.dialogue.replies.model import Address, Replies, Sentences
from words import Words, WordsError
from words.shelf import places

READER = "reader/"
PRONOUNS = frozenset({"ban", "Ban", "minh", "Minh"})
ADDRESS, CUES = "reader/address", "reader/cues"


def load(words: Words | None = None) -> Replies:
    """All sentences, as they stand whenever one is said. Raises WordsError for what cannot be
    said at this moment; a fault that comes later leaves the sentences as they were."""
    shelf = words or Words()
    return Replies(lambda: _sentences(shelf.parts()), check=shelf.parts)


def _sentences(parts: Mapping[str, Mapping[str, Any]]) -> Sentences:
    """Each with only the places its key offers. Raises WordsError."""
    variants: dict[str, tuple[str, ...]] = {}
    for part, tree in parts.items():
        if not part.startswith(READER) or part in (ADDRESS, CUES):
            continue
        for key, value in tree.items():
            if key in variants:
                raise WordsError(f"{part}: {key} stands twice")
            variants[key] = _variants(part, key, value)
    if missing := sorted(set(KEYS) - set(variants)):
        raise WordsError(f"{READER}: no sentence for {', '.join(missing)}")
    return Sentences(variants, _addresses(parts[ADDRESS]), _cues(parts[CUES]))


def _variants(part: str, key: str, value: Any) -> tuple[str, ...]:
    where = f"{part}: {key}"
    if key not in KEYS:
        raise WordsError(f"{where} is not a sentence the assistant says")
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise WordsError(f"{where} needs a sentence or a list of sentences")
    for text in texts:
        if unknown := places(text, where) - KEYS[key] - PRONOUNS:
            offered = ", ".join(sorted(KEYS[key])) or "none"
            raise WordsError(f"{where}: unknown place {sorted(unknown)}; offered: {offered}")
    return tuple(text.strip() for text in texts)


def _addresses(rows: Mapping[str, Any]) -> dict[str, Address]:
    try:
        return {word: Address(**row) for word, row in rows.items()}
    except TypeError as error:
        raise WordsError(f"{ADDRESS}: {error}") from error


def _cues(rows: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(str(word) for word in listed) for name, listed in rows.items()}
