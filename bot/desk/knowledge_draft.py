"""An entry of the knowledge base out of a conversation: what was asked, what a librarian said,
without whoever asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.privacy.scrub import scrub
from bot.store.handoffs import Handoff
from bot.store.knowledge import Entry
from bot.store.transcript import Message
from connectors.messages import Citation
from vietnamese.reading import fold

ALIKE = 0.6
"""Of the words of two questions, how many they share; then a person compares them."""


@dataclass(frozen=True, slots=True)
class Drafted:
    question: str
    answer: str
    sources: tuple[Citation, ...]
    hidden: int


def drafted(said: Sequence[Message], handoff: Handoff, names: Sequence[str]) -> Drafted | None:
    """The reader's last words before the first reply of the ticket, and the longest reply; None
    where no librarian replied."""
    replies = [m for m in said if m.who == "librarian" and m.at >= handoff.opened]
    if not replies:
        return None
    asked = [m.reply.text for m in said if m.who == "reader" and m.id < replies[0].id]
    best = max(replies, key=lambda m: len(m.reply.text))
    question, answer = (
        scrub(asked[-1] if asked else handoff.summary, names),
        scrub(best.reply.text, names),
    )
    return Drafted(
        question.text, answer.text, best.reply.citations, question.hidden + answer.hidden
    )


def alike(question: str, entries: Sequence[Entry], *, but: int = 0) -> list[Entry]:
    """Entries that may ask the same, the likest first."""
    found = [
        (likeness(question, way), each)
        for each in entries
        if each.id != but
        for way in (each.question, *each.wordings)
    ]
    best: dict[int, tuple[float, Entry]] = {}
    for score, each in found:
        if score >= ALIKE and score > best.get(each.id, (0.0, each))[0]:
            best[each.id] = (score, each)
    return [each for _, each in sorted(best.values(), key=lambda pair: -pair[0])]


def likeness(one: str, other: str) -> float:
    """Shared words of all words, accents folded: 0 to 1."""
    left, right = words_of(one), words_of(other)
    return len(left & right) / len(left | right) if left and right else 0.0


def covered(asked: str, text: str) -> float:
    """How much of the words asked stands in a text: 0 to 1."""
    wanted = words_of(asked)
    return len(wanted & words_of(text)) / len(wanted) if wanted else 0.0


def words_of(text: str) -> frozenset[str]:
    folded = fold(text)
    return frozenset("".join(c if c.isalnum() else " " for c in folded).split())
