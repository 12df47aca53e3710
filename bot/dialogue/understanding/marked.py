"""Training lines with their entities marked: `tìm [Số đỏ](title) cho mình`."""

from __future__ import annotations

import re

ENTITIES = frozenset(
    "title author subject isbn publisher year language format audience ordinal place date".split()
)
LONGEST = 300
"""Characters of a training line; what a reader writes in one breath."""
_MARK = re.compile(r"\[([^\[\]()]+)\]\(([a-z]+)\)")
_LOOSE = re.compile(r"[\[\]]|\]\(")


def bare(marked: str) -> str:
    """The words without their marks."""
    return _MARK.sub(r"\1", marked)


def fault(marked: str, text: str) -> str | None:
    """Why `marked` is no training line for `text`, or None when it is one.

    The answers are keys: `empty`, `long`, `changed`, `entity`, `marks`.
    """
    if not marked.strip():
        return "empty"
    if len(marked) > LONGEST or "\n" in marked:
        return "long"
    if any(match[2] not in ENTITIES for match in _MARK.finditer(marked)):
        return "entity"
    if _LOOSE.search(bare(marked)):
        return "marks"
    return None if bare(marked) == text else "changed"


def offered(text: str) -> str:
    """A reader's text as a line that can be marked: one line, no brackets or signs unseen."""
    plain = "".join(char if char.isprintable() and char not in "[]" else " " for char in text)
    return " ".join(plain.split())[:LONGEST].strip()
