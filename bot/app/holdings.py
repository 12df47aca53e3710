"""The records' copies and numbers as the library system's adapters ask for them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from sqlite3 import Error as StoreError

from library.holdings import Holding
from retrieval.model import Copy
from retrieval.records import Held

logger = logging.getLogger(__name__)


class RecordHoldings:
    """Satisfies `library.holdings.Holdings` and `library.matched.Matches` from the record store."""

    def __init__(self, home: Path) -> None:
        self._held = Held(home)

    async def of(self, biblio_ids: Sequence[str]) -> Mapping[str, tuple[Holding, ...]] | None:
        try:
            found = await asyncio.to_thread(self._held.copies, biblio_ids)
        except StoreError as error:
            _tell(error)
            return None
        return {work: tuple(map(_holding, copies)) for work, copies in found.items()}

    async def biblios(self, barcodes: Sequence[str]) -> Mapping[str, str]:
        try:
            return await asyncio.to_thread(self._held.works, barcodes)
        except StoreError as error:
            _tell(error)
            return {}

    async def some(self, most: int) -> tuple[str, ...]:
        """Works to try a system with."""
        try:
            return await asyncio.to_thread(self._held.some, most)
        except StoreError as error:
            _tell(error)
            return ()

    async def system_ids(self, work_ids: Sequence[str]) -> Mapping[str, str]:
        try:
            return await asyncio.to_thread(self._held.system_ids, work_ids)
        except StoreError as error:
            _tell(error)
            return {}

    async def work_ids(self, system_ids: Sequence[str]) -> Mapping[str, str]:
        try:
            return await asyncio.to_thread(self._held.of_system, system_ids)
        except StoreError as error:
            _tell(error)
            return {}


def _holding(copy: Copy) -> Holding:
    return Holding(copy.barcode, copy.branch, copy.shelf, copy.call_number, copy.on_site)


def _tell(error: StoreError) -> None:
    logger.error("copies of the records not read: %s", error)
