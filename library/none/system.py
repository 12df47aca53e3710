"""NoLibrarySystem satisfies the LibrarySystem port with what the catalogue's records say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from library.facts import LibraryFacts
from library.holdings import UNREADABLE, Holding, Holdings
from library.model import Availability, Branch, Fee, Hold, Item, Loan, Patron
from library.results import Done, ReadResult, Refused, Unavailable, WriteResult

NOT_CONNECTED = Refused("not_connected")


class NoLibrarySystem:
    """Knows where copies belong, not whether they are there: each is `unknown`, or `on_site`.

    Whatever needs an account is refused as `not_connected`. Branches, with their phones, are those
    of the library's facts.
    """

    accounts = False

    def __init__(self, holdings: Holdings, facts: LibraryFacts | None = None) -> None:
        self._holdings = holdings
        known = () if facts is None else facts.branches
        self._branches = tuple(Branch(b.code, b.name, b.phone) for b in known)

    async def check_card(self, card: str, pin: str) -> ReadResult[Patron]:
        return NOT_CONNECTED

    async def patron(self, patron_id: str) -> ReadResult[Patron]:
        return NOT_CONNECTED

    async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
        return NOT_CONNECTED

    async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
        return NOT_CONNECTED

    async def holds(self, patron_id: str) -> ReadResult[tuple[Hold, ...]]:
        return NOT_CONNECTED

    async def place_hold(
        self, patron_id: str, biblio_id: str, pickup_branch: str, key: str
    ) -> WriteResult[Hold]:
        return NOT_CONNECTED

    async def cancel_hold(self, patron_id: str, hold_id: str, key: str) -> WriteResult[Hold]:
        return NOT_CONNECTED

    async def fees(self, patron_id: str) -> ReadResult[tuple[Fee, ...]]:
        return NOT_CONNECTED

    async def availability(self, biblio_ids: Sequence[str]) -> ReadResult[dict[str, Availability]]:
        found = await self._holdings.of(biblio_ids)
        return Unavailable(UNREADABLE) if found is None else Done(_placed(found))

    async def branches(self) -> ReadResult[tuple[Branch, ...]]:
        return Done(self._branches)


def _placed(found: Mapping[str, tuple[Holding, ...]]) -> dict[str, Availability]:
    return {
        biblio: Availability(biblio, tuple(_item(biblio, copy) for copy in copies), None)
        for biblio, copies in found.items()
    }


def _item(biblio: str, copy: Holding) -> Item:
    return Item(
        barcode=copy.barcode,
        biblio_id=biblio,
        branch=copy.branch,
        shelf=copy.shelf,
        call_number=copy.call_number,
        status="on_site" if copy.on_site else "unknown",
    )
