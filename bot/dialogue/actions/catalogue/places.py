"""Branches as readers name them."""

from __future__ import annotations

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.plain import plain
from library.facts import BranchFacts, LibraryFacts
from vietnamese.phrases.places import proper


def branch_in(context: ActionContext, facts: LibraryFacts) -> BranchFacts | None:
    """The branch a message or its button names, or None."""
    pressed = facts.branch(context.payload.get("branch", ""))
    if pressed is not None:
        return pressed
    words = " ".join(plain(p) for p in context.all("place")) or context.folded
    return next((b for b in facts.branches if _named(b, words)), None)


def _named(branch: BranchFacts, words: str) -> bool:
    own = proper(plain(branch.name))
    return bool(own) and f" {own} " in f" {words} "
