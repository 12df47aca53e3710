"""What actions work with, handed in by the composition root."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.dialogue.replies import Replies
from clock import Clock
from library.facts import LibraryFacts
from library.port import LibrarySystem
from retrieval.port import Searcher

LinkOffer = Callable[[str, str], Awaitable[str]]
"""(conversation id, what was asked) -> the address of a fresh, single-use linking page; what was
asked is answered once the card is linked."""


@dataclass(frozen=True, slots=True)
class Services:
    """The rooms an action may enter. `public_url` has no trailing slash."""

    searcher: Searcher
    library: LibrarySystem
    facts_now: Callable[[], LibraryFacts]
    clock: Clock
    public_url: str
    replies: Replies
    link_offer: LinkOffer

    @property
    def facts(self) -> LibraryFacts:
        """As the library's files say at this moment."""
        return self.facts_now()
