"""Records and circulation under one number: works of the search are known to the library's system
by its own biblio ids, where the two differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from library.model import Availability, Branch, Fee, Hold, Loan, Patron
from library.port import LibrarySystem, keeps_accounts, writes_by_request
from library.results import Done, ReadResult, Requested, WriteResult

T = TypeVar("T", Loan, Hold)


class Matches(Protocol):
    """What the records say of the system's own numbers. Neither raises; an id that is the same on
    both sides is absent."""

    async def system_ids(self, work_ids: Sequence[str]) -> Mapping[str, str]: ...

    async def work_ids(self, system_ids: Sequence[str]) -> Mapping[str, str]: ...


class MatchedLibrary:
    """Satisfies the LibrarySystem port: `system`, asked and answering in the ids of the search."""

    def __init__(self, system: LibrarySystem, matches: Matches) -> None:
        self._system = system
        self._matches = matches

    @property
    def accounts(self) -> bool:
        return keeps_accounts(self._system)

    @property
    def by_request(self) -> bool:
        return writes_by_request(self._system)

    async def close(self) -> None:
        """Where the system keeps connections."""
        close = getattr(self._system, "close", None)
        if close is not None:
            await close()

    async def check_card(self, card: str, pin: str) -> ReadResult[Patron]:
        return await self._system.check_card(card, pin)

    async def patron(self, patron_id: str) -> ReadResult[Patron]:
        return await self._system.patron(patron_id)

    async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
        return await self._all_named(await self._system.loans(patron_id))

    async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
        return await self._one_named(await self._system.renew(patron_id, loan_id, key))

    async def holds(self, patron_id: str) -> ReadResult[tuple[Hold, ...]]:
        return await self._all_named(await self._system.holds(patron_id))

    async def place_hold(
        self, patron_id: str, biblio_id: str, pickup_branch: str, key: str
    ) -> WriteResult[Hold]:
        known = await self._matches.system_ids([biblio_id])
        theirs = known.get(biblio_id, biblio_id)
        placed = await self._system.place_hold(patron_id, theirs, pickup_branch, key)
        return await self._one_named(placed)

    async def cancel_hold(self, patron_id: str, hold_id: str, key: str) -> WriteResult[Hold]:
        return await self._one_named(await self._system.cancel_hold(patron_id, hold_id, key))

    async def fees(self, patron_id: str) -> ReadResult[tuple[Fee, ...]]:
        return await self._system.fees(patron_id)

    async def availability(self, biblio_ids: Sequence[str]) -> ReadResult[dict[str, Availability]]:
        """Of two works with one number at the system, each is told what the system has."""
        known = await self._matches.system_ids(biblio_ids)
        theirs = {ours: known.get(ours, ours) for ours in biblio_ids}
        found = await self._system.availability(list(dict.fromkeys(theirs.values())))
        if not isinstance(found, Done):
            return found
        named = {
            ours: _under(found.value[system_id], ours)
            for ours, system_id in theirs.items()
            if system_id in found.value
        }
        return Done(named, found.as_of)

    async def branches(self) -> ReadResult[tuple[Branch, ...]]:
        return await self._system.branches()

    async def _all_named(self, found: ReadResult[tuple[T, ...]]) -> ReadResult[tuple[T, ...]]:
        if not isinstance(found, Done):
            return found
        known = await self._matches.work_ids([each.biblio_id for each in found.value])
        return Done(tuple(_named(each, known) for each in found.value), found.as_of)

    async def _one_named(self, found: WriteResult[T]) -> WriteResult[T]:
        if not isinstance(found, Done | Requested):
            return found
        known = await self._matches.work_ids([found.value.biblio_id])
        return replace(found, value=_named(found.value, known))


def _named(each: T, known: Mapping[str, str]) -> T:
    ours = known.get(each.biblio_id)
    return each if ours is None else replace(each, biblio_id=ours)


def _under(known: Availability, work_id: str) -> Availability:
    items = tuple(replace(item, biblio_id=work_id) for item in known.items)
    return replace(known, biblio_id=work_id, items=items)
