"""How well entities are found: strict (the very characters) and lenient (the spans touch)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.port import Entity

UNSCORED = frozenset(
    "ask_reference out_of_scope feedback privacy greet goodbye thank affirm cancel help "
    "bot_challenge".split()
)
"""Intents whose words are no entities; `deny` may hold an ordinal."""


@dataclass(slots=True)
class Tally:
    """Spans wanted, found, and right in either way of counting."""

    wanted: int = 0
    found: int = 0
    strict: int = 0
    lenient: int = 0

    def f1(self, right: int) -> float:
        """Percent; 100 when nothing was wanted and nothing found."""
        both = self.wanted + self.found
        return round(200 * right / both, 1) if both else 100.0


@dataclass(slots=True)
class Spans:
    """Counts by entity, and what was missed or invented."""

    by_entity: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, row: dict[str, Any], found: Sequence[Entity]) -> None:
        """Count one utterance; a found span is used for one wanted span only."""
        if row["intent"] in UNSCORED:
            return
        wanted = _placed(row)
        left = list(found)
        for kind, value, start, end in wanted:
            tally = self.by_entity[kind]
            tally.wanted += 1
            hit = next((e for e in left if e.entity == kind and _touch(e, start, end)), None)
            if hit is None:
                self.faults[f"missed {kind} «{value}» in «{row['text']}»"] += 1
                continue
            left.remove(hit)
            tally.lenient += 1
            tally.strict += (hit.start, hit.end) == (start, end)
        for each in found:
            self.by_entity[each.entity].found += 1
        for each in left:
            self.faults[f"invented {each.entity} «{each.typed}» in «{row['text']}»"] += 1

    def report(self) -> dict[str, Any]:
        total = Tally()
        for tally in self.by_entity.values():
            total.wanted += tally.wanted
            total.found += tally.found
            total.strict += tally.strict
            total.lenient += tally.lenient
        return {
            "f1_lenient": total.f1(total.lenient),
            "f1_strict": total.f1(total.strict),
            "by_entity": {
                kind: {
                    "wanted": tally.wanted,
                    "found": tally.found,
                    "f1_lenient": tally.f1(tally.lenient),
                    "f1_strict": tally.f1(tally.strict),
                }
                for kind, tally in sorted(self.by_entity.items())
            },
        }


def _placed(row: dict[str, Any]) -> list[tuple[str, str, int, int]]:
    """(entity, value, start, end); values are looked for from left to right."""
    placed = []
    after: dict[str, int] = {}
    for entity in row.get("entities", ()):
        value = str(entity["value"])
        start = row["text"].find(value, after.get(value, 0))
        if start < 0:
            raise ValueError(f"«{value}» does not stand in «{row['text']}»")
        after[value] = start + len(value)
        placed.append((str(entity["entity"]), value, start, start + len(value)))
    return placed


def _touch(entity: Entity, start: int, end: int) -> bool:
    return entity.start < end and start < entity.end
