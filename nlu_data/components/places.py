"""The library's own branches and rooms as readers name them, read from what set-up wrote.

Set-up writes `names/branch.txt` and `names/room.txt` under `THUTHU_HOME` from the library's facts.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from vietnamese.phrases.places import BRANCH, ROOM
from vietnamese.reading import fold

_NEVER = re.compile(r"(?!)")


class Places(NamedTuple):
    """Patterns over folded text: branches with their head word, by their name alone, rooms."""

    branch: re.Pattern[str]
    short: re.Pattern[str]
    room: re.Pattern[str]


@lru_cache(maxsize=1)
def places() -> Places:
    """Of the library under `THUTHU_HOME`; patterns that match nothing when none is set up."""
    folder = Path(os.environ.get("THUTHU_HOME", "var")) / "names"
    branches, rooms = _read(folder / "branch.txt"), _read(folder / "room.txt")
    proper = [name for name in branches if all(word[:1].isupper() for word in name.split())]
    return Places(_named(BRANCH, branches), _named((), proper), _named(ROOM, rooms))


def _named(heads: tuple[str, ...], names: Iterable[str]) -> re.Pattern[str]:
    folded = sorted({fold(name).lower() for name in names}, key=len, reverse=True)
    if not folded:
        return _NEVER
    head = f"(?:{'|'.join(heads)}) " if heads else ""
    return re.compile(rf"\b({head}(?:{'|'.join(map(re.escape, folded))}))\b")


def _read(path: Path) -> list[str]:
    if not path.exists():
        return []
    return [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
