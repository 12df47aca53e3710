"""A card and its PIN, checked once and forgotten."""

from __future__ import annotations

from library.koha.answer import Failed, error_text
from library.koha.reading import Reading
from library.koha.rows import ValidatedRow, one
from library.koha.shown import patron_of, unavailable
from library.koha.wire import Wire
from library.model import Patron
from library.results import Done, Refused, Unavailable

WRONG = Refused("wrong_card_or_pin")
MOST_CHARACTERS = 100


async def check(
    wire: Wire, read: Reading, card: str, pin: str
) -> Done[Patron] | Refused | Unavailable:
    """One refusal for every mismatch. An empty or unprintable card or PIN is never sent."""
    card = card.strip()
    if not all(_sendable(text) for text in (card, pin)):
        return WRONG
    body = {"identifier": card, "password": pin}
    answer = await wire.call("POST", "/auth/password/validation", json=body)
    if isinstance(answer, Failed):
        return unavailable(answer)
    if answer.status == 400 and error_text(answer) is not None:
        return WRONG
    valid = one(ValidatedRow, answer)
    if isinstance(valid, Failed):
        return unavailable(valid)
    if valid.cardnumber.casefold() != card.casefold():
        return WRONG  # Koha takes a user name too: the tries are counted by card alone
    return await patron(read, valid.patron_id)


async def patron(read: Reading, patron_id: int) -> Done[Patron] | Refused | Unavailable:
    """Refused `card_lost` or `unknown_patron` where a link to this patron must end."""
    row = await read.patron(patron_id)
    if isinstance(row, Failed):
        return unavailable(row)
    if row is None:
        return Refused("unknown_patron")
    return Refused("card_lost") if row.patron_card_lost else Done(patron_of(row))


def _sendable(text: str) -> bool:
    return 0 < len(text) <= MOST_CHARACTERS and text.isprintable()
