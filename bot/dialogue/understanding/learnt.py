"""A library's own training lines: what its librarians labelled and a review took."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

FILE = Path("labels/learnt.yml")
"""Under `THUTHU_HOME`; training reads it beside the project's own lines."""


class LearntError(ValueError):
    """The file is not one that this module writes; the message says what is wrong."""


def read(home: Path) -> dict[str, list[str]]:
    """Marked lines by intent; empty when there is no file. Raises LearntError."""
    path = home / FILE
    if not path.exists():
        return {}
    try:
        blocks = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"] or []
        return {
            str(block["intent"]): [
                line.strip().removeprefix("- ") for line in block["examples"].splitlines()
            ]
            for block in blocks
        }
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise LearntError(f"{path}: not training lines ({error})") from error


def add(home: Path, lines: Iterable[tuple[str, str]]) -> int:
    """Add (intent, marked line) pairs, each once; how many were new. Raises LearntError, OSError.

    The file is replaced whole, so that a cut leaves the one before.
    """
    kept = read(home)
    new = 0
    for intent, line in lines:
        known = kept.setdefault(intent, [])
        if line not in known:
            known.append(line)
            new += 1
    path = home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(_text(kept), encoding="utf-8")
    partial.replace(path)
    return new


def _text(lines: dict[str, list[str]]) -> str:
    parts = ['version: "3.1"\n\nnlu:\n']
    for intent in sorted(lines):
        parts.append(f"  - intent: {intent}\n    examples: |\n")
        parts += [f"      - {line}\n" for line in lines[intent]]
    return "".join(parts)
