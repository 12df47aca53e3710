"""What each role may do beyond serving readers, which all may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.store.staff import Role

Right = Literal["see_all", "shared_words", "statistics", "accounts"]
"""`see_all`: colleagues' conversations and closed ones; `shared_words`: canned replies of all;
`accounts`: who else may sign in."""

MAY: Mapping[Right, frozenset[Role]] = {
    "see_all": frozenset({"head", "administrator"}),
    "shared_words": frozenset({"head", "administrator"}),
    "statistics": frozenset({"head", "administrator"}),
    "accounts": frozenset({"administrator"}),
}


def may(role: Role, right: Right) -> bool:
    """Whether the role has the right."""
    return role in MAY[right]
