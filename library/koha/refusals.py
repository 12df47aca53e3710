"""Koha's refusals as the port's codes. What is not known here is `other`, and counted."""

from __future__ import annotations

import re
from collections import Counter

from library.results import RefusalCode

_RENEW: dict[RefusalCode, str] = {
    "too_many_renewals": "too_many too_unseen",
    "on_hold_by_another": "on_reserve recalled booked",
    "too_soon": "too_soon auto_too_soon",
    "overdue_too_long": "overdue",
    "blocked_by_fees": "too_much_owing too_much_oweing auto_too_much_owing auto_too_much_oweing",
    "restricted": "restriction",
    "card_expired": "card_expired auto_account_expired",
    "on_site_only": "onsite_checkout",
    "not_renewable": "online_renewal_disabled item_denied_renewal auto_renew auto_too_late",
    "not_your_loan": "item_issued_to_other_patron no_item no_checkout",
}
_HOLD: dict[RefusalCode, str] = {
    "too_many_holds": "tooManyReserves tooManyReservesToday tooManyHoldsForThisRecord hold_limit",
    "already_on_hold": "itemAlreadyOnHold alreadyReserved",
    "already_borrowed": "alreadyPossession",
    "not_holdable": "notReservable noReservesAllowed damaged recall noItems",
    "age_restricted": "ageRestricted",
    "bad_pickup_branch": "cannotReserveFromOtherBranches branchNotInHoldGroup pickupNotInHoldGroup"
    " libraryNotFound libraryNotPickupLocation cannotBeTransferred",
    "card_expired": "expired",
    "card_lost": "card_lost",
    "blocked_by_fees": "debt_limit",
    "restricted": "restricted debarred bad_address",
}


def folded(code: str) -> str:
    """`tooManyReserves` is becoming `too_many_reserves`: both are the same here."""
    return re.sub(r"[^a-z0-9]", "", code.lower())


RENEW = {folded(code): ours for ours, codes in _RENEW.items() for code in codes.split()}
HOLD = {folded(code): ours for ours, codes in _HOLD.items() for code in codes.split()}


def code_in(text: str) -> str:
    """The last `(...)`, or what follows `Reason:`; folded, empty where there is neither."""
    inside = re.findall(r"\(([^()]*)\)", text)
    after = re.search(r"Reason:\s*(\S+)", text)
    return folded(inside[-1] if inside else after[1] if after else "")


class Refusals:
    """Translates, and counts the codes that nobody has told us of."""

    def __init__(self) -> None:
        self.unknown: Counter[str] = Counter()

    def of(self, text: str, table: dict[str, RefusalCode]) -> RefusalCode:
        code = code_in(text)
        if code not in table:
            self.unknown[code[:40] if len(self.unknown) < 100 else "..."] += 1
        return table.get(code, "other")
