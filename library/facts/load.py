"""Read a folder of facts files (YAML) into LibraryFacts, or say what is wrong in which file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from library.facts.model import LibraryFacts, Rules

FILES = ("library.yaml", "hours.yaml", "rules.yaml", "topics.yaml", "events.yaml")


class FactsError(ValueError):
    """The facts files cannot be used; the message names the file and the place."""


def load(folder: Path) -> LibraryFacts:
    """Facts of the library in `folder`. Raises FactsError."""
    merged: dict[str, Any] = {}
    for name in FILES:
        merged.update(_read(folder / name))
    try:
        facts = LibraryFacts.model_validate(merged)
    except ValidationError as error:
        first = error.errors()[0]
        place = " > ".join(str(part) for part in first["loc"])
        raise FactsError(f"{folder}: {place}: {first['msg']}") from error
    topics = tuple(t.model_copy(update={"text": _fill(t.text, t.id, facts)}) for t in facts.topics)
    return facts.model_copy(update={"topics": topics})


def _read(path: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FactsError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise FactsError(f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise FactsError(f"{path}: expected names with values")
    return content


def _fill(text: str, topic: str, facts: LibraryFacts) -> str:
    """Put the rules' figures into `{max_loans}`-like places, money grouped the Vietnamese way."""
    figures = {name: _figure(getattr(facts.rules, name)) for name in Rules.model_fields}
    try:
        return text.format(**figures, phone=facts.contacts.phone, email=facts.contacts.email)
    except (KeyError, IndexError, ValueError) as error:
        raise FactsError(f"topics.yaml: {topic}: unknown place {error}") from error


def _figure(value: int) -> str:
    return f"{value:,}".replace(",", ".")
