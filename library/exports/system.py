"""ExportsLibrary satisfies the LibrarySystem port from a nightly export."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from clock import Clock
from library.exports import asking, secrets, shown, snapshot
from library.exports.promise import promised
from library.exports.requests import (
    FILE,
    DeskRequest,
    KeyReusedError,
    Kind,
    Requests,
    RequestsError,
    Wish,
    wanted,
)
from library.exports.rows import typed
from library.exports.secrets import KeyGoneError
from library.exports.snapshot import NoSnapshotError
from library.facts import LibraryFacts
from library.model import Availability, Branch, Fee, Hold, Loan, Patron
from library.results import Done, ReadResult, Refused, Requested, Unavailable, WriteResult
from words import say

T = TypeVar("T")
W = TypeVar("W", Loan, Hold)
Asked = tuple[Kind, str, str, str]
"""Kind, patron, object and pickup branch of a request."""
WRONG = Refused("wrong_card_or_pin")


class ExportsLibrary:
    """Reads tell when they were so (`as_of`); writes become requests to the desk (`Requested`).

    `home` holds the loaded export and the requests.
    """

    by_request = True

    def __init__(self, home: Path, clock: Clock, facts: LibraryFacts) -> None:
        self._home = home
        self._clock = clock
        self._calendar = facts.calendar
        self._branches = tuple(Branch(b.code, b.name, b.phone) for b in facts.branches)
        self.requests = Requests(home / FILE)

    async def check_card(self, card: str, pin: str) -> ReadResult[Patron]:
        def check(db: sqlite3.Connection) -> Patron | Refused:
            keeper = secrets.opened(self._home)
            row = shown.find_patron(db, card.strip())
            how = db.execute("SELECT typed_as, dates FROM loaded").fetchone()
            secret = typed(pin, how["typed_as"], tuple(json.loads(how["dates"]))) or ""
            known = None if row is None else row["secret_hash"]
            if not keeper.fits(card.strip(), secret, known) or row is None:
                return WRONG
            return shown.patron_of(row)

        return await self._read(check)

    async def patron(self, patron_id: str) -> ReadResult[Patron]:
        def find(db: sqlite3.Connection) -> Patron | Refused:
            row = shown.find_patron(db, patron_id)
            return Refused("unknown_patron") if row is None else shown.patron_of(row)

        return await self._read(find)

    async def loans(self, patron_id: str) -> ReadResult[tuple[Loan, ...]]:
        return await self._read(lambda db: shown.loans_of(db, patron_id))

    async def renew(self, patron_id: str, loan_id: str, key: str) -> WriteResult[Loan]:
        wish: Asked = ("renew", patron_id, loan_id, "")
        return await self._asked(key, wish, Loan, lambda db: asking.loan(db, patron_id, loan_id))

    async def holds(self, patron_id: str) -> ReadResult[tuple[Hold, ...]]:
        def find(db: sqlite3.Connection) -> tuple[Hold, ...] | Refused:
            exported = db.execute("SELECT has_holds FROM loaded").fetchone()[0]
            return shown.holds_of(db, patron_id) if exported else Refused("not_offered")

        return await self._read(find)

    async def place_hold(
        self, patron_id: str, biblio_id: str, pickup_branch: str, key: str
    ) -> WriteResult[Hold]:
        def find(db: sqlite3.Connection) -> Hold | Refused:
            codes = {branch.code for branch in self._branches}
            today = self._clock.today()
            return asking.new_hold(
                db, patron_id, biblio_id, pickup_branch, branches=codes, today=today
            )

        return await self._asked(key, ("hold", patron_id, biblio_id, pickup_branch), Hold, find)

    async def cancel_hold(self, patron_id: str, hold_id: str, key: str) -> WriteResult[Hold]:
        wish: Asked = ("cancel", patron_id, hold_id, "")
        return await self._asked(key, wish, Hold, lambda db: asking.held(db, patron_id, hold_id))

    async def fees(self, patron_id: str) -> ReadResult[tuple[Fee, ...]]:
        def find(db: sqlite3.Connection) -> tuple[Fee, ...] | Refused:
            loaded = db.execute("SELECT as_of, has_fees FROM loaded").fetchone()
            row = shown.find_patron(db, patron_id)
            if not loaded["has_fees"]:
                return Refused("not_offered")
            if row is None:
                return Refused("unknown_patron")
            since = datetime.fromisoformat(loaded["as_of"]).date()
            reason = say("exports", "fees_total")
            return (Fee(reason, row["owed"], since),) if row["owed"] else ()

        return await self._read(find)

    async def availability(self, biblio_ids: Sequence[str]) -> ReadResult[dict[str, Availability]]:
        def find(db: sqlite3.Connection) -> dict[str, Availability] | Refused:
            exported = db.execute("SELECT has_items FROM loaded").fetchone()[0]
            return shown.copies_of(db, biblio_ids) if exported else Refused("not_offered")

        return await self._read(find)

    async def branches(self) -> ReadResult[tuple[Branch, ...]]:
        return Done(self._branches)

    async def _read(self, work: Callable[[sqlite3.Connection], T | Refused]) -> ReadResult[T]:
        """One export from first to last, in a thread."""

        def dated(db: sqlite3.Connection) -> Done[T] | Refused:
            found = work(db)
            if isinstance(found, Refused):
                return found
            as_of = db.execute("SELECT as_of FROM loaded").fetchone()["as_of"]
            return Done(found, datetime.fromisoformat(as_of))

        try:
            return await asyncio.to_thread(snapshot.run, self._home, dated)
        except NoSnapshotError as error:
            return Unavailable(f"no export: {error}")
        except KeyGoneError:
            return Unavailable("the key of the secrets is gone: load the export again")

    async def _asked(
        self,
        key: str,
        wish: Asked,
        kind: type[W],
        find: Callable[[sqlite3.Connection], W | Refused],
    ) -> WriteResult[W]:
        """What was recorded under the key before stands, whatever the export says since."""
        try:
            known = await self.requests.recorded(key, wanted(*wish))
            if known is not None:
                return _requested(known, kind, None)
            found = await self._read(find)
            if not isinstance(found, Done):
                return found
            kept = await self.requests.ask(key, _wish(wish, found.value), *self._by_when())
        except KeyReusedError:
            return Refused("other", "key reused")
        except RequestsError as error:
            return Unavailable(f"requests: {error}")
        return _requested(kept, kind, found.as_of)

    def _by_when(self) -> tuple[datetime, date]:
        now = self._clock.now()
        return now, promised(now.date(), self._calendar)


def _wish(wish: Asked, value: Loan | Hold) -> Wish:
    kind, patron_id, object_id, branch = wish
    body = TypeAdapter(type(value)).dump_json(value).decode()
    return Wish(kind, patron_id, object_id, value.title, branch, body)


def _requested(kept: DeskRequest, kind: type[W], as_of: datetime | None) -> Requested[W]:
    value = TypeAdapter(kind).validate_json(kept.wish.body)
    return Requested(value, kept.promised, kept.number, as_of)
