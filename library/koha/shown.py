"""Koha's rows as what the port speaks of."""

from __future__ import annotations

from datetime import date

from library.koha.answer import Failed
from library.koha.rows import CheckoutRow, DebitRow, HoldRow, ItemRow, PatronRow
from library.model import Fee, Hold, Item, ItemStatus, Loan, Patron
from library.results import Unavailable

NEVER = date(9999, 12, 31)
"""A card without an end."""


def unavailable(failed: Failed) -> Unavailable:
    return Unavailable(failed.reason, failed.forbidden)


def patron_of(row: PatronRow) -> Patron:
    """Vietnamese names stand family name first, as Koha's two fields do when joined."""
    name = f"{row.surname} {row.firstname}".strip()
    return Patron(
        str(row.patron_id), row.cardnumber, name, row.expiry_date or NEVER, row.library_id
    )


def loan_of(row: CheckoutRow, item: ItemRow | None, max_renewals: int) -> Loan:
    renewals = row.renewals_count or 0
    return Loan(
        id=str(row.checkout_id),
        patron_id=str(row.patron_id),
        biblio_id="" if item is None else str(item.biblio_id),
        title="" if item is None or item.biblio is None else item.biblio.title,
        barcode="" if item is None else item.external_id,
        due=row.due_date,
        renewals=renewals,
        renewals_left=max(0, max_renewals - renewals),
    )


def hold_of(row: HoldRow, title: str, today: date) -> Hold:
    """Ready only when it is on the shelf (W); in transit (T) or processed (P) it is on its way."""
    ready = row.status == "W"
    return Hold(
        id=str(row.hold_id),
        patron_id=str(row.patron_id),
        biblio_id=str(row.biblio_id),
        title=title,
        pickup_branch=row.pickup_library_id,
        placed=row.hold_date or today,
        status="ready" if ready else "waiting",
        position=max(1, row.priority or 0),
        expires=row.expiration_date if ready else None,
    )


def item_of(row: ItemRow, *, kept_for_a_hold: bool) -> Item:
    """The branch is where it stands now, which need not be the one that owns it."""
    return Item(
        barcode=row.external_id,
        biblio_id=str(row.biblio_id),
        branch=row.holding_library_id or row.home_library_id,
        shelf=row.location,
        call_number=row.callnumber,
        status=_status(row, kept_for_a_hold=kept_for_a_hold),
        due=row.checked_out_date,
    )


def _status(row: ItemRow, *, kept_for_a_hold: bool) -> ItemStatus:
    """`not_for_loan` above 0 is read in the house; below 0 (on order) it is not there yet."""
    kept_in = row.effective_not_for_loan_status or row.not_for_loan_status or 0
    if row.lost_status or row.withdrawn:
        return "lost"
    if row.damaged_status or kept_in < 0:
        return "in_repair"
    if row.checked_out_date is not None:
        return "on_loan"
    if kept_for_a_hold:
        return "on_hold_shelf"
    return "on_site" if kept_in else "available"


def fee_of(row: DebitRow) -> Fee:
    return Fee(row.description, round(row.amount_outstanding or 0), row.date)
