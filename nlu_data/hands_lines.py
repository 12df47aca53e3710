"""The hands' first messages of a single need, as a file of training data.

A line that folds to the same words as one before it under the same need is left out. Hands
not in `LEARNT` measure.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from vietnamese.reading import fold

LEARNT = ("01", "02", "03", "04", "05", "06", "07")
"""By the number of the hand's file; a change asks for `make ship`."""
_HEADING = re.compile(r"## (?P<intent>[a-z_]+)")
_MARK = re.compile(r"\[([^\[\]]+)\]\([a-z]+\)")
_WORD = re.compile(r"\w+")


def as_training_data(folder: Path, path: Path) -> Path:
    """Writes Rasa's format to `path`, and gives it back."""
    found: dict[str, list[str]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    for hand in sorted(folder.glob("*.txt")):
        if hand.name.startswith(LEARNT):
            for intent, line in _single(hand):
                words = (intent, " ".join(_WORD.findall(fold(_MARK.sub(r"\1", line)).lower())))
                if words not in seen:
                    seen.add(words)
                    found[intent].append(line)
    parts = ['version: "3.1"\n\nnlu:\n']
    for intent in sorted(found):
        parts.append(f"  - intent: {intent}\n    examples: |\n")
        parts += [f"      - {line}\n" for line in found[intent]]
    path.write_text("".join(parts), encoding="utf-8")
    return path


def _single(hand: Path) -> list[tuple[str, str]]:
    """(intent, marked line); lines of several needs or in mid conversation are passed over."""
    found = []
    intent = ""
    for raw in hand.read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if line.startswith("## "):
            heading = _HEADING.fullmatch(line)
            intent = heading["intent"] if heading else ""
        elif line and intent:
            found.append((intent, line))
    return found
