"""A patron's open holds: ready ones and waiting ones are two summaries of 64."""

from __future__ import annotations

from library.model import Hold
from library.results import Done, Refused, Unavailable
from library.sip2.answers import ItemAnswer
from library.sip2.desk import Desk
from library.sip2.wire import Failed, told


async def named(desk: Desk, card: str) -> dict[str, bool] | Failed:
    """Barcodes of the items held, and whether each is ready."""
    ready = await desk.read.entries(card, "hold")
    if isinstance(ready, Failed):
        return ready
    waiting = await desk.read.entries(card, "unavailable")
    if isinstance(waiting, Failed):
        return waiting
    return dict.fromkeys(waiting, False) | dict.fromkeys(ready, True)


async def of(desk: Desk, card: str) -> Done[tuple[Hold, ...]] | Refused | Unavailable:
    found = await named(desk, card)
    if isinstance(found, Failed):
        return told(found)
    items = await desk.read.items(found)
    if isinstance(items, Failed):
        return told(items)
    biblios = await desk.holdings.biblios(list(found))
    return Done(
        tuple(
            shown(card, items[barcode], biblios.get(barcode, ""), ready=ready)
            for barcode, ready in found.items()
        )
    )


def shown(card: str, item: ItemAnswer, biblio_id: str, *, ready: bool) -> Hold:
    """Named by its item's barcode. SIP2 lists neither place in the queue nor place of pickup."""
    return Hold(
        id=item.barcode,
        patron_id=card,
        biblio_id=biblio_id,
        title=item.title,
        pickup_branch="",
        placed=None,
        status="ready" if ready else "waiting",
        position=None,
        expires=item.pickup_by if ready else None,
    )
