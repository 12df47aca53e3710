"""The LibrarySystem port.

Every `patron_id` comes from a verified link, never from text, slot, button or entity. Every write
carries a `key`: the same key returns the recorded outcome and writes once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from library.model import Availability, Branch, Fee, Hold, Loan, Patron
from library.results import ReadResult, WriteResult


class LibrarySystem(Protocol):
    """Patrons, loans, holds, fees and availability. Adapters time out after 3 s."""

    async def check_card(self, card: str, pin: str) -> ReadResult[Patron]:
        """Refused `wrong_card_or_pin` for any mismatch. The PIN is used once and forgotten."""
        ...

    async def patron(self, patron_id: str) -> ReadResult[Patron]: ...

    async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
        """Open loans, the soonest due first."""
        ...

    async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
        """Done carries the loan with its new due date."""
        ...

    async def holds(self, patron_id: str) -> ReadResult[tuple[Hold, ...]]:
        """Holds that are waiting or ready."""
        ...

    async def place_hold(
        self, patron_id: str, biblio_id: str, pickup_branch: str, key: str
    ) -> WriteResult[Hold]: ...

    async def cancel_hold(self, patron_id: str, hold_id: str, key: str) -> WriteResult[Hold]: ...

    async def fees(self, patron_id: str) -> ReadResult[tuple[Fee, ...]]: ...

    async def availability(self, biblio_ids: Sequence[str]) -> ReadResult[dict[str, Availability]]:
        """Keyed by biblio id; an unknown id is absent."""
        ...

    async def branches(self) -> ReadResult[tuple[Branch, ...]]: ...


def keeps_accounts(system: LibrarySystem) -> bool:
    """Whether cards can be linked: a library without a system has no accounts to look at."""
    return bool(getattr(system, "accounts", True))


def writes_by_request(system: LibrarySystem) -> bool:
    """Whether renewing and holding are asked of a person at the desk."""
    return bool(getattr(system, "by_request", False))
