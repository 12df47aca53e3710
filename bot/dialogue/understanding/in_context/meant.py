"""What a message that leans on the conversation was taken for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Meaning = Literal[
    "ask_reason", "ask_detail", "same_for", "correct", "ask_source", "repeat", "whole"
]
"""`whole`: an elliptical question that was completed."""


@dataclass(frozen=True, slots=True)
class Meant:
    """`intent` with `entities` is what the engine is told; without an intent `text` is understood
    as a message of its own. Unless `sure`, the engine's own opinion of the message is heard."""

    meaning: Meaning
    intent: str = ""
    entities: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    sure: bool = True
    known: str = ""
    """Folded words of the thing in focus: naming it is naming nothing else."""

    @property
    def payload(self) -> str | None:
        """As a pressed button says it."""
        if not self.intent:
            return None
        return f"/{self.intent}{json.dumps(dict(self.entities), ensure_ascii=False)}"
