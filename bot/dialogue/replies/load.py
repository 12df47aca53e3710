"""Read the replies folder, or say which sentence of which file cannot be used."""

from __future__ import annotations

from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from bot.dialogue.replies.keys import KEYS
from bot.dialogue.replies.model import Address, Replies

FOLDER = Path(__file__).parent
PRONOUNS = frozenset({"ban", "Ban", "minh", "Minh"})
NOT_SENTENCES = ("address.yaml", "cues.yaml")


class RepliesError(ValueError):
    """The files cannot be used; the message names the file and the key."""


def load(folder: Path = FOLDER) -> Replies:
    """All sentences of `folder`, each with only the places its key offers. Raises RepliesError."""
    variants: dict[str, tuple[str, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name in NOT_SENTENCES:
            continue
        for key, value in _mapping(path).items():
            if key in variants:
                raise RepliesError(f"{path.name}: {key} stands twice")
            variants[key] = _sentences(path.name, key, value)
    if missing := sorted(set(KEYS) - set(variants)):
        raise RepliesError(f"{folder}: no sentence for {', '.join(missing)}")
    return Replies(variants, _addresses(folder), _cues(folder))


def _sentences(file: str, key: str, value: Any) -> tuple[str, ...]:
    if key not in KEYS:
        raise RepliesError(f"{file}: {key} is not a sentence the assistant says")
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise RepliesError(f"{file}: {key} needs a sentence or a list of sentences")
    for text in texts:
        if unknown := _places(file, key, text) - KEYS[key] - PRONOUNS:
            offered = ", ".join(sorted(KEYS[key])) or "none"
            raise RepliesError(
                f"{file}: {key}: unknown place {sorted(unknown)}; offered: {offered}"
            )
    return tuple(text.strip() for text in texts)


def _places(file: str, key: str, text: str) -> set[str]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise RepliesError(f"{file}: {key}: {error}") from error
    if any(spec or conversion for _, name, spec, conversion in parts if name is not None):
        raise RepliesError(f"{file}: {key}: a place is a name in braces and nothing more")
    return {name for _, name, _, _ in parts if name is not None}


def _addresses(folder: Path) -> dict[str, Address]:
    rows = _mapping(folder / "address.yaml")
    try:
        return {word: Address(**row) for word, row in rows.items()}
    except TypeError as error:
        raise RepliesError(f"address.yaml: {error}") from error


def _cues(folder: Path) -> dict[str, tuple[str, ...]]:
    return {
        name: tuple(str(word) for word in words)
        for name, words in _mapping(folder / "cues.yaml").items()
    }


def _mapping(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RepliesError(f"{path.name}: cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise RepliesError(f"{path.name}: {error}") from error
    if not isinstance(content, dict):
        raise RepliesError(f"{path.name}: expected names with sentences")
    return {str(key): value for key, value in content.items()}
