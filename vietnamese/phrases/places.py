"""Words that a branch's or a room's name begins with, in folded words."""

from __future__ import annotations

from typing import Final

BRANCH: Final = ("chi nhanh", "co so", "thu vien", "diem")
ROOM: Final = ("phong", "kho", "goc", "quay", "khu")
_COMMON: Final = frozenset(" ".join((*BRANCH, "phong")).split())


def proper(name: str) -> str:
    """A folded name without the words that tell no two branches apart."""
    return " ".join(word for word in name.split() if word not in _COMMON)
