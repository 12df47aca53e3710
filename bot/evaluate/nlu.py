"""Intents and entities on labelled utterances: lines of {"text", "intent", "entities", "style"}."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from bot.engine.port import Understood
from bot.understand.offline import understand_all


def evaluate(file: Path, home: Path) -> dict[str, Any]:
    """Shares right, whole and per intent and style. Raises ValueError, ParserError."""
    rows = _rows(file)
    found = understand_all(home, [row["text"] for row in rows])
    all_of: Counter[str] = Counter()
    right: Counter[str] = Counter()
    values = [0, 0]
    confused: Counter[str] = Counter()
    for row, meaning in zip(rows, found, strict=True):
        groups = ("all", f"intent:{row['intent']}", f"style:{row.get('style', 'clean')}")
        all_of.update(groups)
        if meaning.intent == row["intent"]:
            right.update(groups)
        else:
            confused[f"{row['intent']} -> {meaning.intent}"] += 1
        held, wanted = _entities(row, meaning)
        values[0] += held
        values[1] += wanted
    return {
        "utterances": len(rows),
        "intents_percent": _percent(right["all"], all_of["all"]),
        "entities_percent": _percent(*values),
        "by_intent": _shares("intent:", right, all_of),
        "by_style": _shares("style:", right, all_of),
        "confusions": dict(confused.most_common(20)),
    }


def _rows(file: Path) -> list[dict[str, Any]]:
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append({"text": str(row["text"]), "intent": str(row["intent"])} | row)
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{file}:{number}: needs text and intent ({error})") from error
    return rows


def _entities(row: dict[str, Any], meaning: Understood) -> tuple[int, int]:
    """(found, wanted): a wanted entity is found when its kind and value came out."""
    wanted = [(e["entity"], str(e["value"]).casefold()) for e in row.get("entities", [])]
    found = {(e.entity, str(e.value).casefold()) for e in meaning.entities}
    return sum(one in found for one in wanted), len(wanted)


def _shares(prefix: str, right: Counter[str], all_of: Counter[str]) -> dict[str, float]:
    names = sorted(name for name in all_of if name.startswith(prefix))
    return {name.removeprefix(prefix): _percent(right[name], all_of[name]) for name in names}


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(1, whole), 1)
