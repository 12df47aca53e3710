"""A training example said again of another book: its title, author or subject exchanged for one
of the catalogue, so that the words around a name are learnt and not the name."""

from __future__ import annotations

from random import Random
from typing import Any

from nlu_data.components.names import KINDS, Names


def swapped(
    text: str, entities: list[dict[str, Any]], names: Names, copy: int
) -> tuple[str, list[dict[str, Any]]] | None:
    """The new text and entities, the same for the same example and copy; None without a name."""
    if not any(entity["entity"] in KINDS for entity in entities):
        return None
    chance = Random(f"{copy}\0{text}")  # noqa: S311 - repeatable on purpose
    parts: list[str] = []
    moved: list[dict[str, Any]] = []
    end = length = 0
    for entity in sorted(entities, key=lambda e: e["start"]):
        kind, said = entity["entity"], text[entity["start"] : entity["end"]]
        name = names.any(kind, chance) if kind in KINDS else said
        name = name or said
        if said.islower():
            name = name.lower()
        before = text[end : entity["start"]]
        start = length + len(before)
        parts += [before, name]
        length = start + len(name)
        moved.append({**entity, "start": start, "end": length, "value": name})
        end = entity["end"]
    return "".join(parts) + text[end:], moved
