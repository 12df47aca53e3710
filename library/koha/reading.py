"""What the adapter reads from Koha. Every function gives rows, `None` for a 404, or `Failed`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TypeVar

from clock import Clock
from library.kept import Kept
from library.koha.answer import Answer, Failed, error_text
from library.koha.rows import (
    AccountRow,
    CheckoutRow,
    HoldRow,
    ItemRow,
    LibraryRow,
    PatronRow,
    RenewabilityRow,
    many,
    one,
)
from library.koha.wire import Wire

R = TypeVar("R")
PER_PAGE = 500
MOST_PAGES = 10
IDS_A_CALL = 100
DAY_SECONDS = 86_400.0


def number(text: str) -> int | None:
    """Koha's ids are whole numbers; any other id names nothing there."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


class Reading:
    """Reads through one wire; item data and renewal limits, which seldom change, for a day."""

    def __init__(self, wire: Wire, clock: Clock) -> None:
        self._wire = wire
        self._items: Kept[int, ItemRow] = Kept(clock, DAY_SECONDS)
        self._titles: Kept[int, str] = Kept(clock, DAY_SECONDS)
        self._limits: Kept[int, int] = Kept(clock, DAY_SECONDS)

    async def patron(self, patron: int) -> PatronRow | Failed | None:
        found = await self._one(PatronRow, f"/patrons/{patron}")
        if isinstance(found, PatronRow) and found.patron_id != patron:
            return Failed("another patron than asked for", sent=True)
        return found

    async def account(self, patron: int) -> AccountRow | Failed | None:
        return await self._one(AccountRow, f"/patrons/{patron}/account")

    async def checkout(self, checkout: int) -> CheckoutRow | Failed | None:
        found = await self._one(CheckoutRow, f"/checkouts/{checkout}")
        if isinstance(found, CheckoutRow) and found.checkout_id != checkout:
            return Failed("another loan than asked for", sent=True)
        return found

    async def checkouts(self, patron: int) -> tuple[CheckoutRow, ...] | Failed:
        rows = await self._all(CheckoutRow, "/checkouts", {"patron_id": str(patron)})
        return _only(patron, rows)

    async def holds(self, patron: int) -> tuple[HoldRow, ...] | Failed:
        rows = await self._all(HoldRow, "/holds", {"patron_id": str(patron)})
        return _only(patron, rows)

    async def holds_on(self, biblios: Sequence[int]) -> tuple[HoldRow, ...] | Failed:
        return await self._all(HoldRow, "/holds", _among("biblio_id", biblios))

    async def copies(self, biblios: Sequence[int]) -> tuple[ItemRow, ...] | Failed:
        """Every item of these biblios, read anew: one call for a hundred biblios."""
        return await self._item_rows("biblio_id", biblios)

    async def items(self, wanted: Iterable[int | None]) -> dict[int | None, ItemRow] | Failed:
        """By item id; an item that Koha no longer has is absent."""
        ids = [i for i in dict.fromkeys(wanted) if i is not None]
        unknown = [i for i in ids if self._items.get(i) is None]
        read = await self._item_rows("item_id", unknown)
        if isinstance(read, Failed):
            return read
        return {i: row for i in ids if (row := self._items.get(i)) is not None}

    async def titles(self, wanted: Iterable[int]) -> dict[int, str] | Failed:
        """By biblio id, from its items; a biblio without items is absent."""
        ids = list(dict.fromkeys(wanted))
        read = await self._item_rows("biblio_id", [b for b in ids if self._titles.get(b) is None])
        if isinstance(read, Failed):
            return read
        return {b: title for b in ids if (title := self._titles.get(b)) is not None}

    async def max_renewals(self, checkout: CheckoutRow) -> int | Failed:
        """How often this loan may be renewed in all."""
        if (known := self._limits.get(checkout.checkout_id)) is not None:
            return known
        path = f"/checkouts/{checkout.checkout_id}/allows_renewal"
        found = await self._one(RenewabilityRow, path)
        if isinstance(found, Failed):
            return found
        if found is None:
            return Failed("the loan ended meanwhile", sent=True)
        limit = found.max_renewals
        if limit is None:  # unlimited: one more than now, while it is allowed
            return (checkout.renewals_count or 0) + (1 if found.allows_renewal else 0)
        self._limits.put(checkout.checkout_id, limit)
        return limit

    async def pickup_places(
        self, biblio: int, patron: int
    ) -> tuple[LibraryRow, ...] | Failed | None:
        """Where this patron may fetch this biblio. Places that need an override are not."""
        path = f"/biblios/{biblio}/pickup_locations"
        query = {"patron_id": str(patron), "_per_page": str(PER_PAGE)}
        answer = await self._wire.call("GET", path, query=query)
        if isinstance(answer, Failed):
            return answer
        if answer.status == 404 and error_text(answer) is not None:
            return None
        rows = many(LibraryRow, answer)
        return rows if isinstance(rows, Failed) else tuple(r for r in rows if not r.needs_override)

    async def libraries(self) -> tuple[LibraryRow, ...] | Failed:
        return await self._all(LibraryRow, "/public/libraries", {})

    async def _item_rows(self, field: str, ids: Sequence[int]) -> tuple[ItemRow, ...] | Failed:
        found: list[ItemRow] = []
        for start in range(0, len(ids), IDS_A_CALL):
            query = _among(field, ids[start : start + IDS_A_CALL])
            rows = await self._all(ItemRow, "/items", query, embed="biblio")
            if isinstance(rows, Failed):
                return rows
            found += rows
        for row in found:
            self._items.put(row.item_id, row)
            self._titles.put(row.biblio_id, row.biblio.title if row.biblio else "")
        return tuple(found)

    async def _one(self, kind: type[R], path: str) -> R | Failed | None:
        answer = await self._wire.call("GET", path)
        if isinstance(answer, Failed):
            return answer
        if answer.status == 404 and error_text(answer) is not None:
            return None
        return one(kind, answer)

    async def _all(
        self, kind: type[R], path: str, query: dict[str, str], embed: str = ""
    ) -> tuple[R, ...] | Failed:
        """All pages, or `Failed`: a part is never given for the whole."""
        rows: tuple[R, ...] = ()
        for page in range(1, MOST_PAGES + 1):
            paged = query | {"_page": str(page), "_per_page": str(PER_PAGE)}
            answer = await self._wire.call("GET", path, query=paged, embed=embed)
            if isinstance(answer, Failed):
                return answer
            read = many(kind, answer)
            if isinstance(read, Failed):
                return read
            rows += read
            if _complete(answer, len(rows), len(read)):
                return rows
            if not read:
                return Failed("fewer rows than were counted", sent=True)
        return Failed("too many rows", sent=True)


def _complete(answer: Answer, read: int, on_page: int) -> bool:
    return on_page < PER_PAGE if answer.total is None else read >= answer.total


def _among(field: str, ids: Sequence[int]) -> dict[str, str]:
    return {"q": json.dumps({f"me.{field}": list(ids)})}


P = TypeVar("P", CheckoutRow, HoldRow)


def _only(patron: int, rows: tuple[P, ...] | Failed) -> tuple[P, ...] | Failed:
    """Rows of anyone else are no answer to what was asked: none of them is shown."""
    if not isinstance(rows, Failed) and any(row.patron_id != patron for row in rows):
        return Failed("rows of another patron", sent=True)
    return rows
