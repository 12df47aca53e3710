"""Every refusal that Koha documents has a code of the port; what it does not is counted."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.koha.refusals import HOLD, RENEW, Refusals, code_in, folded
from library.results import RefusalCode

RENEWAL_CODES = (
    "too_many too_unseen on_reserve recalled booked too_soon auto_too_soon overdue too_much_owing"
    " too_much_oweing auto_too_much_owing restriction card_expired auto_account_expired"
    " online_renewal_disabled item_denied_renewal onsite_checkout auto_renew auto_too_late"
    " item_issued_to_other_patron no_item no_checkout"
).split()
HOLD_CODES = (
    "tooManyReserves tooManyReservesToday tooManyHoldsForThisRecord itemAlreadyOnHold notReservable"
    " noReservesAllowed damaged recall ageRestricted cannotReserveFromOtherBranches"
    " branchNotInHoldGroup pickupNotInHoldGroup libraryNotFound libraryNotPickupLocation"
    " cannotBeTransferred"
).split()


@pytest.mark.parametrize("code", RENEWAL_CODES)
def test_renewal_codes(code: str) -> None:
    refusals = Refusals()
    assert refusals.of(f"Renewal not authorized ({code})", RENEW) in get_args(RefusalCode)
    assert refusals.of(f"Renewal not authorized ({code})", RENEW) != "other"
    assert not refusals.unknown


@pytest.mark.parametrize("code", HOLD_CODES)
def test_hold_codes_in_both_spellings(code: str) -> None:
    refusals = Refusals()
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in code)
    told = {refusals.of(f"Hold cannot be placed. Reason: {c}", HOLD) for c in (code, snake)}
    assert len(told) == 1
    assert "other" not in told


def test_an_unknown_code_is_other_and_counted() -> None:
    refusals = Refusals()
    assert refusals.of("Renewal not authorized (full_moon)", RENEW) == "other"
    assert refusals.unknown == {"fullmoon": 1}


@given(st.text())
def test_any_text_has_a_code_and_the_count_stays_small(text: str) -> None:
    assert folded(code_in(text)) == code_in(text)
    assert Refusals().of(text, HOLD) in get_args(RefusalCode)


def test_unknown_codes_do_not_pile_up() -> None:
    refusals = Refusals()
    for n in range(1000):
        refusals.of(f"(code{n})", RENEW)
    assert len(refusals.unknown) <= 101
    assert refusals.unknown.total() == 1000
