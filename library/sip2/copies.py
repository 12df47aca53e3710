"""Whether copies are in: the record's copies, each asked about, kept for half a minute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clock import Clock
from library.holdings import UNREADABLE, Holding, Holdings
from library.kept import Kept
from library.model import Availability, Item, ItemStatus
from library.sip2.answers import ItemAnswer
from library.sip2.reading import Reading
from library.sip2.wire import Failed

KEPT_SECONDS = 30.0
MOST_ASKED = 24
"""Items asked about for one message: eight rounds of three, under half a second where one takes
50 ms. Copies beyond are told with their place alone."""
_STATUS: dict[str, ItemStatus] = {
    "03": "available", "09": "available",
    "04": "on_loan", "05": "on_loan", "07": "on_loan", "11": "on_loan",
    "08": "on_hold_shelf", "10": "on_hold_shelf",
    "02": "in_repair", "06": "in_repair",
    "12": "lost", "13": "lost",
}  # fmt: skip
"""By circulation status. On order and in process are not there yet, as under repair; 01 is other,
and tells nothing."""


class Copies:
    """Availability by biblio; one that the holdings do not know is absent."""

    def __init__(self, read: Reading, holdings: Holdings, clock: Clock) -> None:
        self._read = read
        self._holdings = holdings
        self._kept: Kept[str, Availability] = Kept(clock, KEPT_SECONDS)

    async def of(self, biblio_ids: Sequence[str]) -> dict[str, Availability] | Failed:
        wanted = list(dict.fromkeys(biblio_ids))
        found = {b: kept for b in wanted if (kept := self._kept.get(b)) is not None}
        missing = await self._holdings.of([b for b in wanted if b not in found])
        if missing is None:
            return Failed(UNREADABLE, sent=False)
        asked = [c.barcode for copies in missing.values() for c in copies]
        usable = [barcode for barcode in asked if self._read.sendable(barcode)]
        items = await self._read.items(usable[:MOST_ASKED])
        if isinstance(items, Failed):
            return items
        for biblio, copies in missing.items():
            found[biblio] = _joined(biblio, copies, items)
            self._kept.put(biblio, found[biblio])
        return {b: found[b] for b in wanted if b in found}


def _joined(
    biblio: str, copies: tuple[Holding, ...], items: Mapping[str, ItemAnswer]
) -> Availability:
    """The queue is the biblio's, told with each copy: the longest counts."""
    told = [items[copy.barcode] for copy in copies if copy.barcode in items]
    queues = [item.queue for item in told if item.queue is not None]
    return Availability(
        biblio,
        tuple(shown(biblio, copy, items.get(copy.barcode)) for copy in copies),
        max(queues, default=None),
    )


def shown(biblio: str, copy: Holding, item: ItemAnswer | None) -> Item:
    status = "unknown" if item is None else _STATUS.get(item.circulation, "unknown")
    if copy.on_site and status in ("available", "unknown"):
        status = "on_site"
    return Item(
        barcode=copy.barcode,
        biblio_id=biblio,
        branch=copy.branch,
        shelf=copy.shelf,
        call_number=copy.call_number,
        status=status,
        due=item.due if item is not None and status == "on_loan" else None,
    )
