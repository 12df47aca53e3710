"""Which works have a copy in at this moment, as the library's own system says."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from library.port import LibrarySystem
from library.results import Done
from retrieval.search.works import AvailabilityUnknownError

PATIENCE = 4.0
"""Seconds; adapters give up after 3 by themselves."""


class AvailableNow:
    """Called by a search in its own thread. The library's system is asked on the app's loop,
    where its connections live; without one (the command line) on a loop of the call's own.
    """

    def __init__(self, library: LibrarySystem) -> None:
        self._library = library
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """The loop that runs while the app does."""
        self._loop = loop

    def __call__(self, work_ids: Sequence[str]) -> frozenset[str]:
        """Raises AvailabilityUnknownError when the library's system does not say."""
        asked = self._library.availability(work_ids)
        try:
            if self._loop is None:
                found = asyncio.run(asked)
            else:
                found = asyncio.run_coroutine_threadsafe(asked, self._loop).result(PATIENCE)
        except TimeoutError as error:
            raise AvailabilityUnknownError("the library's system does not answer") from error
        if not isinstance(found, Done):
            raise AvailabilityUnknownError("the library's system does not answer")
        return frozenset(
            key
            for key, each in found.value.items()
            if any(item.status == "available" for item in each.items)
        )
