"""Needs and entities on labelled utterances: lines of {"text", "intent", "entities", "style"}."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.dialogue.port import Understood
from bot.dialogue.understanding.offline import understand_all
from evaluation.spans import Spans
from vietnamese.reading.model import Keyed
from vietnamese.reading.rekey import rekey

SEED = 5
REFUSED = "out_of_scope"
WORST = 60
USUAL: tuple[Keyed, ...] = ("no_accents", "partial_accents", "telex", "vni", "typo")
Row = dict[str, Any]


def evaluate(files: Sequence[Path], home: Path) -> dict[str, Any]:
    """One object for all files together. Raises ValueError, ParserError."""
    rows = [row for file in files for row in _rows(file)]
    keyed = _keyed(rows)
    found = understand_all(home, [row["text"] for row in [*rows, *keyed]])
    judged = list(zip(rows, found[: len(rows)], strict=True))
    again = list(zip(keyed, found[len(rows) :], strict=True))
    spans = Spans()
    for row, meaning in judged:
        spans.add(row, meaning.entities)
    wrong = [(row, meaning) for row, meaning in judged if not _right(row, meaning)]
    return {
        "utterances": len(rows),
        "intents_percent": _share(judged),
        "by_style": _grouped(judged, "style"),
        "by_intent": _grouped(judged, "intent"),
        "rekeyed_from_clean": _grouped(again, "style"),
        "needs": _needs(judged),
        "scope": _scope(judged),
        "entities": spans.report(),
        "confusions": dict(
            Counter(f"{r['intent']} -> {m.intent}" for r, m in wrong).most_common(20)
        ),
        "worst": _worst(wrong),
        "entity_faults": [fault for fault, _ in spans.faults.most_common(WORST)],
    }


def _rows(file: Path) -> list[Row]:
    rows = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append(
                {"style": "clean"} | row | {"text": str(row["text"]), "intent": str(row["intent"])}
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{file}:{number}: needs text and intent ({error})") from error
    return rows


def _keyed(rows: Iterable[Row]) -> list[Row]:
    """The clean lines typed again in every keyed style, so that styles share their sentences."""
    clean = [row for row in rows if row["style"] == "clean"]
    return [
        {"text": rekey(row["text"], style, SEED), "intent": row["intent"], "style": style}
        for style in USUAL
        for row in clean
    ]


def _right(row: Row, meaning: Understood) -> bool:
    return bool(meaning.intent == row["intent"])


def _share(judged: Sequence[tuple[Row, Understood]]) -> float:
    return _percent(sum(_right(row, meaning) for row, meaning in judged), len(judged))


def _grouped(judged: Sequence[tuple[Row, Understood]], by: str) -> dict[str, dict[str, float]]:
    names = sorted({str(row[by]) for row, _ in judged})
    groups = {name: [pair for pair in judged if str(pair[0][by]) == name] for name in names}
    return {
        name: {"utterances": len(group), "percent": _share(group)} for name, group in groups.items()
    }


def _needs(judged: Iterable[tuple[Row, Understood]]) -> dict[str, float]:
    """Of messages with several needs, those of which each was found; of single ones, those cut."""
    several = [(r, m) for r, m in judged if len(set(r.get("intents", ()))) > 1]
    single = [(r, m) for r, m in judged if len(r.get("intents", ())) < 2]
    found = sum(set(r["intents"]) <= set(m.intents) for r, m in several)
    return {
        "several": len(several),
        "all_found_percent": _percent(found, len(several)),
        "single_cut_percent": _percent(sum(len(m.intents) > 1 for _, m in single), len(single)),
    }


def _scope(judged: Iterable[tuple[Row, Understood]]) -> dict[str, float]:
    outside = [m for r, m in judged if r["intent"] == REFUSED]
    inside = [m for r, m in judged if r["intent"] != REFUSED]
    return {
        "outside": len(outside),
        "caught_percent": _percent(sum(m.intent == REFUSED for m in outside), len(outside)),
        "wrongly_refused_percent": _percent(sum(m.intent == REFUSED for m in inside), len(inside)),
    }


def _worst(wrong: Iterable[tuple[Row, Understood]]) -> list[dict[str, Any]]:
    """The surest mistakes first."""
    ordered = sorted(wrong, key=lambda pair: -pair[1].confidence)
    return [
        {
            "text": row["text"],
            "style": row["style"],
            "intent": row["intent"],
            "taken_for": meaning.intent,
            "confidence": round(meaning.confidence, 2),
        }
        for row, meaning in ordered[:WORST]
    ]


def _percent(part: int, whole: int) -> float:
    return round(100 * part / max(1, whole), 1)
