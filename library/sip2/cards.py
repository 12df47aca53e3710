"""A card and its PIN, checked once and forgotten; a linked card, looked up again."""

from __future__ import annotations

from datetime import date

from library.model import Patron
from library.results import Done, Refused, Unavailable
from library.sip2.answers import PatronAnswer
from library.sip2.reading import ODD, Reading
from library.sip2.wire import Failed, told

WRONG = Refused("wrong_card_or_pin")
MOST_CHARACTERS = 100
NO_END = date(9999, 12, 31)
"""SIP2 does not tell when a card ends: an ended one is not valid."""


async def check(read: Reading, card: str, pin: str) -> Done[Patron] | Refused | Unavailable:
    """Only a patron and a PIN both said to be valid are let in; an unsaid PIN is a no.

    An empty PIN is never sent: some servers call it valid.
    """
    card = card.strip()
    if not all(len(part) <= MOST_CHARACTERS and read.sendable(part) for part in (card, pin)):
        return WRONG
    found = await read.patron(card, pin)
    if found == ODD:
        return WRONG  # a user name was given: the tries are counted by card alone
    if isinstance(found, Failed):
        return told(found)
    if not (found.valid and found.pin_fits):
        return WRONG
    return Refused("card_lost") if found.lost else Done(shown(found))


async def patron(read: Reading, card: str) -> Done[Patron] | Refused | Unavailable:
    """Refused `card_lost` or `unknown_patron` where a link to this patron must end."""
    found = await valid(read, card)
    return Done(shown(found)) if isinstance(found, PatronAnswer) else found


async def valid(read: Reading, card: str) -> PatronAnswer | Refused | Unavailable:
    if not read.sendable(card):
        return Refused("unknown_patron")
    found = await read.patron(card)
    if isinstance(found, Failed):
        return told(found)
    if found.lost:
        return Refused("card_lost")
    return found if found.valid else Refused("unknown_patron")


def shown(found: PatronAnswer) -> Patron:
    """The card is the patron's id: SIP2 knows no other."""
    return Patron(found.card, found.card, found.name, NO_END, "")
