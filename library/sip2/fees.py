"""What a patron owes: one sum, or an honest «not told»."""

from __future__ import annotations

from datetime import date

from library.model import Fee
from library.results import Done, Refused, Unavailable
from library.sip2 import cards
from library.sip2.answers import PatronAnswer
from library.sip2.reading import Reading
from words import say


async def of(
    read: Reading, card: str, today: date
) -> Done[tuple[Fee, ...]] | Refused | Unavailable:
    """The whole sum as one fee of today: SIP2 lists what for as free text, without amounts."""
    patron = await cards.valid(read, card)
    if not isinstance(patron, PatronAnswer):
        return patron
    if patron.owed is not None:
        if patron.owed == 0:
            return Done(())
        return Done((Fee(say("sip2", "fees_total"), patron.owed, today),))
    if patron.in_debt or patron.fines != 0:
        return Unavailable("the sum owed is not told")
    return Done(())
