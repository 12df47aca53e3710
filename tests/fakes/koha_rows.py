"""The fake Koha's rows, in Koha's names and with Koha's whole numbers for ids."""

from __future__ import annotations

from typing import Any

from library.model import Hold, Item, Loan
from tests.fakes.library_system import FakeLibrary

LOST = {"lost": {"lost_status": 1}, "in_repair": {"damaged_status": 1}}


class Numbers:
    """Koha's whole numbers for names, from 1, in the order they are met."""

    def __init__(self) -> None:
        self._names: list[str] = []

    def of(self, name: str) -> int:
        if name not in self._names:
            self._names.append(name)
        return self._names.index(name) + 1

    def known(self, name: str) -> int:
        """A number that nothing has, for a name not met."""
        return self.of(name) if name in self._names else 999_999

    def name(self, number: object) -> str:
        at = int(str(number)) - 1
        return self._names[at] if 0 <= at < len(self._names) else ""


class Rows:
    """Everything on the shelf has its number from the beginning."""

    def __init__(self, shelf: FakeLibrary) -> None:
        self.shelf = shelf
        self.patrons, self.biblios = Numbers(), Numbers()
        self.loans, self.holds, self.copies = Numbers(), Numbers(), Numbers()
        for item in self.shelf.items:
            self.biblios.of(item.biblio_id)
            self.copies.of(item.barcode)
        for patron in self.shelf.accounts:
            self.patrons.of(patron)
        for loan in self.shelf.open_loans:
            self.loans.of(loan.id)
        for hold in self.shelf.open_holds:
            self.holds.of(hold.id)

    def checkout(self, loan: Loan) -> dict[str, Any]:
        return {
            "checkout_id": self.loans.of(loan.id), "patron_id": self.patrons.of(loan.patron_id),
            "item_id": self.copies.of(loan.barcode), "due_date": f"{loan.due}T23:59:00+07:00",
            "renewals_count": loan.renewals, "unseen_renewals": 0, "auto_renew": False,
            "checkout_date": "2026-11-01T09:00:00+07:00", "library_id": "TRUNGTAM",
            "onsite_checkout": False,
        }  # fmt: skip

    def hold(self, hold: Hold) -> dict[str, Any]:
        ready = hold.status == "ready"
        copies = [item for item in self.shelf.items if item.biblio_id == hold.biblio_id]
        free = next((i for i in copies if i.status == "available"), None) if ready else None
        return {
            "hold_id": self.holds.of(hold.id), "patron_id": self.patrons.of(hold.patron_id),
            "biblio_id": self.biblios.of(hold.biblio_id), "pickup_library_id": hold.pickup_branch,
            "hold_date": hold.placed.isoformat(), "priority": 0 if ready else hold.position,
            "expiration_date": hold.expires.isoformat() if hold.expires else None,
            "status": "W" if ready else None,
            "item_id": str(self.copies.of(free.barcode)) if free else None,
        }  # fmt: skip

    def item(self, item: Item) -> dict[str, Any]:
        on_site = item.status == "on_site" or item.biblio_id in self.shelf.on_site
        number = self.biblios.of(item.biblio_id)
        return {
            "item_id": self.copies.of(item.barcode), "biblio_id": number,
            "external_id": item.barcode, "home_library_id": item.branch,
            "holding_library_id": item.branch, "location": item.shelf,
            "callnumber": item.call_number, "lost_status": 0, "damaged_status": 0, "withdrawn": 0,
            "checked_out_date": item.due.isoformat() if item.due else None,
            "not_for_loan_status": int(on_site), **LOST.get(item.status, {}),
            "biblio": {"biblio_id": number,
                       "title": self.shelf.titles.get(item.biblio_id, item.biblio_id)},
        }  # fmt: skip
