"""How well folded words name a title, an author or a work."""

from __future__ import annotations

from difflib import SequenceMatcher

from bot.dialogue.plain import plain
from retrieval.model import Work

SLIP = 0.75
"""Two words this alike are one with a slip: `dien`/`dienn`; `den`/`do` are not."""
ENOUGH = 0.6
"""Share of the words asked for that a work must have to be taken for the one meant."""


def covered(wanted: str, having: str) -> float:
    """Share of the words of `wanted` found in `having`; both folded."""
    asked, there = wanted.split(), set(having.split())
    if not asked:
        return 0.0
    return sum(_near(word, there) for word in asked) / len(asked)


def matches(work: Work, *, title: str, author: str) -> bool:
    """Whether a work found for a title or an author really has it."""
    if title and not _titled(work, plain(title)):
        return False
    return not author or covered(plain(author), described(work)) >= ENOUGH


def _titled(work: Work, wanted: str) -> bool:
    """Most words stand in the name; or every one somewhere, and some of them in the name."""
    named = plain(" ".join((work.title, work.subtitle, work.series, *work.authors)))
    if covered(wanted, named) >= ENOUGH:
        return True
    words = set(wanted.split())
    return words <= set(described(work).split()) and bool(words & set(named.split()))


def described(work: Work) -> str:
    """All that the catalogue says of a work, folded."""
    about = (work.title, work.subtitle, work.series, *work.authors, *work.subjects, work.summary)
    return plain(" ".join(about))


def alike(asked: str, other: str) -> bool:
    """Whether one name can be a slip for the other."""
    return SequenceMatcher(None, plain(asked), plain(other)).ratio() >= SLIP


def says(words: str, title: str) -> bool:
    """Whether a folded message names this title: whole, or its main words in order."""
    name = plain(title.split(":", maxsplit=1)[0])
    return bool(name) and (f" {name} " in f" {words} " or covered(name, words) == 1.0)


def _near(word: str, there: set[str]) -> bool:
    if word in there:
        return True
    if len(word) < 4:
        return False
    return any(SequenceMatcher(None, word, other).ratio() >= SLIP for other in there)
