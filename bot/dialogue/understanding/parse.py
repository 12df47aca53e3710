"""Rasa's parse of a message as our Understood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.dialogue.port import Entity, Understood


def understood(parse: Mapping[str, Any]) -> Understood:
    """Raises KeyError or TypeError when `parse` is not Rasa's."""
    intent = parse["intent"]
    name, confidence = str(intent["name"] or "out_of_scope"), float(intent["confidence"])
    if name == "nlu_fallback":
        runner_up = next(r for r in parse["intent_ranking"] if r["name"] != "nlu_fallback")
        name, confidence = str(runner_up["name"]), float(runner_up["confidence"])
    entities = tuple(
        Entity(
            str(e["entity"]),
            str(e.get("typed") or e["value"]),
            str(e["value"]),
            int(e.get("start", 0)),
            int(e.get("end", 0)),
        )
        for e in parse.get("entities", [])
    )
    return Understood(name, confidence, (name,), entities)


def understood_of(answer: Mapping[str, Any] | None) -> Understood | None:
    """None where Rasa is away, or answers what is no parse."""
    try:
        return None if answer is None else understood(answer)
    except (KeyError, TypeError, StopIteration):
        return None
