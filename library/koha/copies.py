"""Where the copies stand: two calls for all that is shown, kept for half a minute."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence

from clock import Clock
from library.kept import Kept
from library.koha.answer import Failed
from library.koha.reading import Reading, number
from library.koha.rows import HoldRow, ItemRow
from library.koha.shown import item_of
from library.model import Availability

KEPT_SECONDS = 30.0


class Copies:
    """Availability by biblio; a biblio without items in Koha is absent."""

    def __init__(self, read: Reading, clock: Clock) -> None:
        self._read = read
        self._kept: Kept[int, Availability] = Kept(clock, KEPT_SECONDS)

    async def of(self, biblio_ids: Sequence[str]) -> dict[str, Availability] | Failed:
        wanted = {n: b for b in biblio_ids if (n := number(b)) is not None}
        found = {n: kept for n in wanted if (kept := self._kept.get(n)) is not None}
        missing = [n for n in wanted if n not in found]
        if missing:
            read = await self._fresh(missing)
            if isinstance(read, Failed):
                return read
            found |= read
        return {wanted[n]: found[n] for n in wanted if n in found}

    async def _fresh(self, biblios: Sequence[int]) -> dict[int, Availability] | Failed:
        items, holds = await asyncio.gather(
            self._read.copies(biblios), self._read.holds_on(biblios)
        )
        if isinstance(items, Failed):
            return items
        if isinstance(holds, Failed):
            return holds
        found = _joined(items, holds)
        for biblio, availability in found.items():
            self._kept.put(biblio, availability)
        return {b: found[b] for b in biblios if b in found}


def _joined(items: tuple[ItemRow, ...], holds: tuple[HoldRow, ...]) -> dict[int, Availability]:
    """A found hold keeps its item; the others wait."""
    kept = {hold.item_id for hold in holds if hold.status and hold.item_id is not None}
    waiting: dict[int, int] = defaultdict(int)
    for hold in holds:
        waiting[hold.biblio_id] += not hold.status
    rows: dict[int, list[ItemRow]] = defaultdict(list)
    for row in items:
        rows[row.biblio_id].append(row)
    return {
        biblio: Availability(
            str(biblio),
            tuple(item_of(row, kept_for_a_hold=row.item_id in kept) for row in own),
            waiting[biblio],
        )
        for biblio, own in rows.items()
    }
