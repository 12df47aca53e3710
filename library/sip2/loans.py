"""A patron's open loans: the list from 64, each item from 18."""

from __future__ import annotations

from library.model import Loan
from library.results import Done, Refused, Unavailable
from library.sip2.answers import ItemAnswer
from library.sip2.desk import Desk
from library.sip2.wire import Failed, told

UNREAD = Unavailable("a due date of another form")


async def of(desk: Desk, card: str) -> Done[tuple[Loan, ...]] | Refused | Unavailable:
    """The soonest due first. A due date that cannot be read is not guessed at."""
    barcodes = await desk.read.entries(card, "charged")
    if isinstance(barcodes, Failed):
        return told(barcodes)
    items = await desk.read.items(barcodes)
    if isinstance(items, Failed):
        return told(items)
    biblios = await desk.holdings.biblios(barcodes)
    loans = []
    for barcode, item in items.items():
        loan = shown(card, barcode, item, biblios.get(barcode, ""))
        if loan is None:
            return UNREAD
        loans.append(loan)
    return Done(tuple(sorted(loans, key=lambda loan: (loan.due, loan.id))))


def shown(card: str, barcode: str, item: ItemAnswer, biblio_id: str) -> Loan | None:
    """None where the due date cannot be read. SIP2 does not count renewals."""
    if item.due is None:
        return None
    return Loan(
        id=barcode,
        patron_id=card,
        biblio_id=biblio_id,
        title=item.title,
        barcode=barcode,
        due=item.due,
        renewals=None,
        renewals_left=None,
    )
