"""Requests to the desk in a person's words: an export's items carry no titles, the records do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from library.exports import Wish
from library.facts import LibraryFacts
from library.matched import Matches
from retrieval.model import Work
from retrieval.port import Searcher


@dataclass(frozen=True, slots=True)
class RequestNames:
    """Titles and pickup places; what nobody can name stays the id it is."""

    searcher: Searcher
    matches: Matches
    facts_now: Callable[[], LibraryFacts]

    async def title(self, wish: Wish) -> str:
        if wish.title:
            return wish.title
        known = await self.matches.work_ids([wish.object_id])
        work_id = known.get(wish.object_id, wish.object_id)
        work = await asyncio.to_thread(self.searcher.work, work_id)
        return work.title if isinstance(work, Work) else wish.object_id

    def branch(self, wish: Wish) -> str:
        known = self.facts_now().branch(wish.branch)
        return known.name if known else wish.branch
