"""Why a server refused: from its own flags and dates, never from its screen text.

That text (AF) is for people, in any language and encoding, and names the patron.
"""

from __future__ import annotations

from datetime import date

from library.facts import Rules
from library.results import Refused
from library.sip2.answers import ItemAnswer, PatronAnswer


def of_patron(found: PatronAnswer) -> Refused | None:
    """What stops a patron from renewing or holding anything, as far as the flags tell."""
    if found.lost:
        return Refused("card_lost")
    if not found.valid:
        return Refused("unknown_patron")
    if found.in_debt:
        return Refused("blocked_by_fees", "" if found.owed is None else str(found.owed))
    return None


def of_renewal(patron: PatronAnswer, item: ItemAnswer, rules: Rules | None, today: date) -> Refused:
    """After the server said no. With no flag that explains it, `other`."""
    if refusal := of_patron(patron):
        return refusal
    if item.queue or item.recalled:
        return Refused("on_hold_by_another")
    if refusal := _by_rule(item.due, rules, today):
        return refusal
    if patron.too_many_renewals:
        return Refused("too_many_renewals")
    if patron.too_many_overdue:
        return Refused("overdue_too_long")
    return Refused("restricted" if patron.renewal_denied or patron.charge_denied else "other")


def of_hold(patron: PatronAnswer, placed: int) -> Refused:
    """After the server said no; `placed` holds are on the account."""
    if refusal := of_patron(patron):
        return refusal
    if patron.hold_denied or patron.charge_denied:
        return Refused("restricted")
    if patron.hold_limit is not None and placed >= patron.hold_limit > 0:
        return Refused("too_many_holds", str(patron.hold_limit))
    return Refused("other")


def _by_rule(due: date | None, rules: Rules | None, today: date) -> Refused | None:
    """The library's own rules, as its facts give them."""
    if due is None or rules is None:
        return None
    late = (today - due).days
    if late > rules.renewal_overdue_limit_days:
        return Refused("overdue_too_long", str(late))
    return Refused("too_soon", due.isoformat()) if -late > rules.renewal_days else None
