"""What reading a message gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from vietnamese.reading.letters import nfc

Why = Literal[
    "kept", "telex", "vni", "accents", "short_form", "dialect", "slip", "repeat", "tone_place"
]
Style = Literal[
    "clean", "no_accents", "partial_accents", "telex", "vni", "teencode", "mixed_english", "other"
]
Keyed = Literal[
    "clean", "no_accents", "partial_accents", "telex", "vni", "typo",
    "telex_free", "vni_free", "telex_half", "vni_half",
]  # fmt: skip
"""Ways of typing that can be made from well accented text; the first six are the usual ones."""


class Token(NamedTuple):
    """A run of the typed text and what it means. `typed == source[start:end]`.

    `meant` may hold several words (`ntn` -> `như thế nào`) or be equal to `typed`.
    `sense` is `meant`, or for a word of a region (`coi`) the common one (`xem`): for
    understanding and searching, never to be shown as a correction.
    """

    typed: str
    meant: str
    start: int
    end: int
    why: Why
    sense: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as typed and as meant.

    `tokens` are in order and do not overlap; what lies between them is white space or
    punctuation kept as it is. `confidence` is 0..1. `alternatives` are the next best
    readings of the whole message, best first.
    """

    typed: str
    meant: str
    tokens: tuple[Token, ...]
    style: Style
    confidence: float
    alternatives: tuple[str, ...] = ()

    @property
    def understood(self) -> str:
        """The message as meant, in common words."""
        parts: list[str] = []
        at = 0
        for token in self.tokens:
            parts += (nfc(self.typed[at : token.start]), token.sense)
            at = token.end
        return "".join(parts) + nfc(self.typed[at:])
