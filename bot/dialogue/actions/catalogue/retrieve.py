"""Run catalogue queries until one finds what was meant."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.dialogue.actions.catalogue.titles import alike, matches
from bot.dialogue.actions.services import Services
from retrieval.model import SearchUnavailable, Work, WorkFilter, WorkQuery, WorkResults


@dataclass(frozen=True, slots=True)
class Found:
    """Works for `query`; `relaxed` when the narrowing had to be given up to find any, `unsure` when
    it cannot be told which of them are in."""

    query: WorkQuery
    works: tuple[Work, ...]
    total: int
    did_you_mean: str | None = None
    relaxed: bool = False
    unsure: bool = False


async def retrieve_works(
    services: Services, tries: Sequence[WorkQuery]
) -> Found | SearchUnavailable:
    """The first try that finds something; after them the last one without its narrowing.

    A title or author asked for in the first try is demanded of the hits of all.
    """
    suggestion: str | None = None
    wanted = tries[0]
    for query in tries:
        found = await _one(services, query, wanted)
        if isinstance(found, SearchUnavailable) or found.works:
            return found
        suggestion = suggestion or found.did_you_mean
    last = tries[-1]
    wide = replace(last, filter=WorkFilter())
    if last.filter != WorkFilter() and wide.text:
        found = await _one(services, wide, wanted)
        if isinstance(found, SearchUnavailable) or found.works:
            return found if isinstance(found, SearchUnavailable) else replace(found, relaxed=True)
    return Found(tries[0], (), 0, suggestion)


async def _one(
    services: Services, query: WorkQuery, wanted: WorkQuery
) -> Found | SearchUnavailable:
    results = await asyncio.to_thread(services.searcher.works, query)
    if not isinstance(results, SearchUnavailable):
        return _verified(query, wanted, results)
    if not query.filter.available_now:
        return results
    wide = replace(query, filter=replace(query.filter, available_now=False))
    found = await _one(services, wide, wanted)
    return found if isinstance(found, SearchUnavailable) else replace(found, unsure=True)


def _verified(query: WorkQuery, wanted: WorkQuery, results: WorkResults) -> Found:
    """Only hits that have the title and author asked for; a total of those when some fell out.

    Hits for another spelling are the searcher's own judgement; a suggestion that is no spelling of
    the title or author asked for is none.
    """
    works = tuple(hit.work for hit in results.hits)
    asked = wanted.title or wanted.author
    if results.did_you_mean and (not asked or alike(asked, results.did_you_mean)):
        return Found(query, works, results.total, results.did_you_mean)
    kept = tuple(w for w in works if matches(w, title=wanted.title, author=wanted.author))
    total = results.total if len(kept) == len(works) else len(kept)
    return Found(query, kept, total)


async def one_work(services: Services, work_id: str) -> Work | SearchUnavailable | None:
    return await asyncio.to_thread(services.searcher.work, work_id)
