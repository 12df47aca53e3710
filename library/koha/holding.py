"""Placing and cancelling a hold: once, and only on this patron's account."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

from library import outcomes
from library.koha.answer import Answer, Failed, error_text
from library.koha.desk import Desk, strange, unanswered
from library.koha.refusals import HOLD
from library.koha.rows import HoldRow, PatronRow, one
from library.koha.shown import hold_of, unavailable
from library.model import Hold
from library.results import Done, RefusalCode, Refused, Unavailable
from library.writing import InDoubt, Unchanged


def barred(row: PatronRow, today: date) -> Refused | None:
    """What a desk would stop at. Koha's staff interface does not stop there by itself."""
    if row.patron_card_lost:
        return Refused("card_lost")
    if row.restricted:
        return Refused("restricted")
    if row.expiry_date is not None and row.expiry_date < today:
        return Refused("card_expired", row.expiry_date.isoformat())
    return None


class Placing:
    """The three steps of `library.writing.Write` for a hold of one patron on one biblio."""

    def __init__(self, desk: Desk, *, patron: int, biblio: int, branch: str) -> None:
        self._desk = desk
        self._patron = patron
        self._biblio = biblio
        self._branch = branch
        self._title = ""
        self._known: frozenset[int] = frozenset()

    async def look(self) -> str | Refused | Unavailable:
        refusal = await self._stopped_by_patron() or await self._stopped_by_place()
        if refusal is not None:
            return refusal
        rows = await self._desk.read.holds(self._patron)
        titles = await self._desk.read.titles([self._biblio])
        if isinstance(rows, Failed):
            return unavailable(rows)
        if isinstance(titles, Failed):
            return unavailable(titles)
        if any(row.biblio_id == self._biblio for row in rows):
            return Refused("already_on_hold")
        self._title = titles.get(self._biblio, "")
        self._known = frozenset(row.hold_id for row in rows)
        return json.dumps({"holds": sorted(self._known), "title": self._title})

    async def send(self) -> Done[Hold] | Refused | Unavailable | InDoubt:
        body = {
            "patron_id": self._patron,
            "biblio_id": self._biblio,
            "pickup_library_id": self._branch,
        }
        answer = await self._desk.wire.call("POST", "/holds", json=body)
        if isinstance(answer, Failed):
            return unanswered(answer)
        if answer.status == 201:
            return self._confirmed(answer)
        text = error_text(answer)
        return strange(answer) if text is None else self._refused(text)

    async def read_back(self, before: str) -> Done[Hold] | Refused | Unchanged | Unavailable:
        rows = await self._desk.read.holds(self._patron)
        if isinstance(rows, Failed):
            return unavailable(rows)
        kept = json.loads(before)
        for row in rows:
            if row.biblio_id == self._biblio and row.hold_id not in kept["holds"]:
                return Done(hold_of(row, kept["title"], self._desk.today))
        return Unchanged()

    async def _stopped_by_patron(self) -> Refused | Unavailable | None:
        row = await self._desk.read.patron(self._patron)
        if isinstance(row, Failed):
            return unavailable(row)
        return Refused("unknown_patron") if row is None else barred(row, self._desk.today)

    async def _stopped_by_place(self) -> Refused | Unavailable | None:
        """With no place at all, Koha is asked, which says why."""
        places = await self._desk.read.pickup_places(self._biblio, self._patron)
        if isinstance(places, Failed):
            return unavailable(places)
        if places is None:
            return Refused("unknown_biblio")
        if places and self._branch not in {place.library_id for place in places}:
            return Refused("bad_pickup_branch", self._branch)
        return None

    def _confirmed(self, answer: Answer) -> Done[Hold] | InDoubt:
        row = one(HoldRow, answer)
        if isinstance(row, Failed):
            return InDoubt(row.reason)
        if (row.patron_id, row.biblio_id) != (self._patron, self._biblio):
            return InDoubt("an answer for another hold")
        if row.hold_id in self._known:
            return InDoubt("confirmed without a change")
        return Done(hold_of(row, self._title, self._desk.today))

    def _refused(self, text: str) -> Refused:
        if "pickup location" in text:
            return Refused("bad_pickup_branch", self._branch)
        code = self._desk.refusals.of(text, HOLD)
        return Refused(code, self._detail(code))

    def _detail(self, code: RefusalCode) -> str:
        return str(len(self._known)) if code == "too_many_holds" else ""


class Cancelling:
    """The three steps of `library.writing.Write` for giving up one hold of one patron."""

    def __init__(self, desk: Desk, *, patron: int, hold: int) -> None:
        self._desk = desk
        self._patron = patron
        self._hold = hold
        self._given_up: Done[Hold] | None = None

    async def look(self) -> str | Refused | Unavailable:
        row = await self._own()
        if isinstance(row, Failed):
            return unavailable(row)
        if row is None:
            return Refused("not_your_hold")
        titles = await self._desk.read.titles([row.biblio_id])
        if isinstance(titles, Failed):
            return unavailable(titles)
        hold = hold_of(row, titles.get(row.biblio_id, ""), self._desk.today)
        self._given_up = Done(replace(hold, status="cancelled"))
        return outcomes.dump(self._given_up)

    async def send(self) -> Done[Hold] | Refused | Unavailable | InDoubt:
        answer = await self._desk.wire.call("DELETE", f"/holds/{self._hold}")
        if isinstance(answer, Failed):
            return unanswered(answer)
        if answer.status in (200, 204) and self._given_up is not None:
            return self._given_up
        if answer.status == 404 and error_text(answer) is not None:
            return Refused("not_your_hold")
        if answer.status == 403 and error_text(answer) is not None:
            return Refused("other")
        return InDoubt("wish noted") if answer.status == 202 else strange(answer)

    async def read_back(self, before: str) -> Done[Hold] | Refused | Unchanged | Unavailable:
        row = await self._own()
        if isinstance(row, Failed):
            return unavailable(row)
        if row is not None:
            return Unchanged()
        kept = outcomes.load(before, Hold)
        return kept if isinstance(kept, Done) else Unavailable("the journal holds no hold")

    async def _own(self) -> HoldRow | Failed | None:
        rows = await self._desk.read.holds(self._patron)
        if isinstance(rows, Failed):
            return rows
        return next((row for row in rows if row.hold_id == self._hold), None)
