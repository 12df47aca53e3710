"""Placing and cancelling a hold: once, and only on this patron's account."""

from __future__ import annotations

from dataclasses import replace

from pysip2.models import HoldResponse

from library import outcomes
from library.holdings import UNREADABLE, Holding
from library.model import Hold
from library.results import Done, Refused, Unavailable
from library.sip2 import answers, cards, holds, refusals
from library.sip2.answers import HoldAnswer, PatronAnswer
from library.sip2.desk import Desk, unanswered
from library.sip2.wire import Failed, told
from library.writing import InDoubt, Unchanged

NOT_YOURS = Refused("not_your_hold")


class Placing:
    """The three steps of `library.writing.Write` for a hold of one patron on one biblio."""

    def __init__(self, desk: Desk, *, card: str, biblio_id: str, branch: str) -> None:
        self._desk = desk
        self._card = card
        self._biblio_id = biblio_id
        self._branch = branch
        self._copies: tuple[Holding, ...] = ()
        self._hold: Hold | None = None
        self._placed = 0

    async def look(self) -> str | Refused | Unavailable:
        refusal = await self._stopped_by_biblio() or await self._stopped_by_account()
        if refusal is not None:
            return refusal
        barcode = next(copy.barcode for copy in self._copies if copy.barcode)
        item = await self._desk.read.item(barcode)
        if isinstance(item, Failed):
            return told(item)
        hold = holds.shown(self._card, item, self._biblio_id, ready=False)
        self._hold = replace(hold, pickup_branch=self._branch, placed=self._desk.today)
        return outcomes.dump(Done(self._hold))

    async def send(self) -> Done[Hold] | Refused | Unavailable | InDoubt:
        if self._hold is None:
            return Unavailable("nothing was looked at")
        request = self._desk.requests.hold(self._card, self._hold.id, self._branch)
        found = await self._desk.wire.write("hold", request, HoldResponse)
        if isinstance(found, Failed):
            return unanswered(found)
        answer = answers.hold(found)
        if answer.card.casefold() != self._card.casefold():
            return InDoubt("an answer about another patron")
        return self._confirmed(self._hold, answer) if answer.done else await self._why()

    async def read_back(self, before: str) -> Done[Hold] | Refused | Unchanged | Unavailable:
        found = await holds.named(self._desk, self._card)
        if isinstance(found, Failed):
            return told(found)
        kept = outcomes.load(before, Hold)
        if not isinstance(kept, Done):
            return Unavailable("the journal holds no hold")
        of_this = await self._held_of(kept.value.biblio_id, found)
        if of_this is None:
            return Unchanged()
        status = "ready" if found[of_this] else "waiting"
        return Done(replace(kept.value, id=of_this, status=status))  # type: ignore[arg-type]

    def _confirmed(self, hold: Hold, answer: HoldAnswer) -> Done[Hold]:
        """The pickup place is the one asked for unless the server names another."""
        return Done(
            replace(hold, position=answer.position, pickup_branch=answer.pickup or self._branch)
        )

    async def _stopped_by_biblio(self) -> Refused | Unavailable | None:
        known = await self._desk.holdings.of([self._biblio_id])
        if known is None:
            return Unavailable(UNREADABLE)
        copies = known.get(self._biblio_id, ())
        self._copies = tuple(copy for copy in copies if self._desk.read.sendable(copy.barcode))
        if not self._copies:
            return Refused("unknown_biblio")
        if self._branch not in self._desk.branches:
            return Refused("bad_pickup_branch", self._branch)
        return Refused("not_holdable") if all(copy.on_site for copy in copies) else None

    async def _stopped_by_account(self) -> Refused | Unavailable | None:
        patron = await cards.valid(self._desk.read, self._card)
        if not isinstance(patron, PatronAnswer):
            return patron
        charged = await self._desk.read.entries(self._card, "charged")
        found = await holds.named(self._desk, self._card)
        if isinstance(charged, Failed):
            return told(charged)
        if isinstance(found, Failed):
            return told(found)
        self._placed = len(found)
        lent = await self._desk.holdings.biblios(charged)
        if self._biblio_id in lent.values():
            return Refused("already_borrowed")
        held = await self._held_of(self._biblio_id, found)
        return None if held is None else Refused("already_on_hold")

    async def _held_of(self, biblio_id: str, found: dict[str, bool]) -> str | None:
        """The held item that is a copy of this biblio."""
        biblios = await self._desk.holdings.biblios(list(found))
        return next((b for b in found if biblios.get(b) == biblio_id), None)

    async def _why(self) -> Refused:
        patron = await self._desk.read.patron(self._card)
        if isinstance(patron, Failed):
            return Refused("other")
        return refusals.of_hold(patron, self._placed)


class Cancelling:
    """The three steps of `library.writing.Write` for giving up one hold of one patron."""

    def __init__(self, desk: Desk, *, card: str, barcode: str) -> None:
        self._desk = desk
        self._card = card
        self._barcode = barcode
        self._given_up: Done[Hold] | None = None

    async def look(self) -> str | Refused | Unavailable:
        found = await holds.named(self._desk, self._card)
        if isinstance(found, Failed):
            return told(found)
        if self._barcode not in found:
            return NOT_YOURS
        item = await self._desk.read.item(self._barcode)
        if isinstance(item, Failed):
            return told(item)
        biblios = await self._desk.holdings.biblios([self._barcode])
        biblio = biblios.get(self._barcode, "")
        hold = holds.shown(self._card, item, biblio, ready=found[self._barcode])
        self._given_up = Done(replace(hold, status="cancelled"))
        return outcomes.dump(self._given_up)

    async def send(self) -> Done[Hold] | Refused | Unavailable | InDoubt:
        request = self._desk.requests.give_up(self._card, self._barcode)
        found = await self._desk.wire.write("hold", request, HoldResponse)
        if isinstance(found, Failed):
            return unanswered(found)
        answer = answers.hold(found)
        if answer.card.casefold() != self._card.casefold() or self._given_up is None:
            return InDoubt("an answer about another patron")
        return self._given_up if answer.done else Refused("other")

    async def read_back(self, before: str) -> Done[Hold] | Refused | Unchanged | Unavailable:
        found = await holds.named(self._desk, self._card)
        if isinstance(found, Failed):
            return told(found)
        if self._barcode in found:
            return Unchanged()
        kept = outcomes.load(before, Hold)
        return kept if isinstance(kept, Done) else Unavailable("the journal holds no hold")
