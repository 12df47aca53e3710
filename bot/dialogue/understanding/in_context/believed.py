"""Whether a message leans on the conversation, once the engine has said what it is by itself."""

from __future__ import annotations

from typing import Final

from bot.dialogue.plain import plain
from bot.dialogue.port import Understood
from bot.dialogue.understanding.in_context.meant import Meant

DOING: Final = frozenset(
    "renew_loan place_hold cancel_hold view_loans view_holds view_fines link_account privacy "
    "unlink_account ask_librarian more_results refine_search suggest_purchase donate_books "
    "feedback new_arrivals recommend greet thank goodbye affirm deny cancel find_book".split()
)
"""Needs that readers name by themselves: a guess of one outweighs a question's shape."""
ANSWERED: Final = frozenset(("affirm", "deny", "cancel"))
"""What a correction sounds like by itself."""
SURE_DOING, LOOSE_DOING = 0.8, 0.4
SURE_ASKING, LOOSE_ASKING = 0.97, 0.8
"""Confidences of the engine from which its opinion stands, for what it takes for a need or for a
question, against a sure reading and a loose one; set on the context lines of hands 01 to 06: 474
of 807 right, 55 of 983 others taken (403 and 40 with half of these)."""

OF_THE_THING: Final = frozenset(("ask_reason", "ask_detail", "repeat"))
NAMES: Final = frozenset(("title", "author", "isbn", "publisher"))


FINDING: Final = frozenset(("find_book", "refine_search", "more_results", "recommend"))
"""What short questions are taken for by the engine; with nothing named they seek nothing."""
SOUGHT: Final = frozenset(("title", "author", "subject", "isbn", "publisher"))
OF_ANOTHER: Final = frozenset(("correct", "same_for"))
"""Readings that name something else themselves."""


def _names_another(meant: Meant, alone: Understood) -> bool:
    """Whether the engine knows a name in the message that is not of the thing in focus."""
    known = set(meant.known.split())
    return any(
        entity.entity in NAMES
        and len(entity.value.split()) > 1
        and not set(plain(entity.value).split()) <= known
        for entity in alone.entities
    )


def believed(meant: Meant, alone: Understood | None) -> bool:
    """`alone` is the engine's opinion of the message without its context; None where there is
    none."""
    if alone is None:
        return meant.sure
    if meant.meaning in OF_THE_THING and _names_another(meant, alone):
        return False
    if alone.intent == meant.intent or (meant.meaning == "correct" and alone.intent in ANSWERED):
        return True
    if meant.sure and alone.intent in FINDING:
        return meant.meaning in OF_ANOTHER or not any(e.entity in SOUGHT for e in alone.entities)
    return alone.confidence < _limit(meant, alone)


def _limit(meant: Meant, alone: Understood) -> float:
    """The confidence from which the engine's opinion stands."""
    if alone.intent in DOING:
        return SURE_DOING if meant.sure else LOOSE_DOING
    return SURE_ASKING if meant.sure else LOOSE_ASKING
