"""Reading patrons, their lists and items, each answer checked to be about whom was asked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence

from pysip2.models import (
    ItemInformationResponse,
    PatronInformationResponse,
    PatronStatusResponse,
)

from library.sip2 import answers, text
from library.sip2.answers import ItemAnswer, PatronAnswer
from library.sip2.messages import Requests, Summary
from library.sip2.pool import SIZE
from library.sip2.wire import Failed, Wire

PAGE = 20
"""Entries asked for at once: 20 of 30 bytes keep an answer well under a kilobyte."""
MOST_ENTRIES = 500
ODD = Failed("an answer about another", sent=True)


class Reading:
    """`formats` are the site's own forms of a due date, `encoding` that of what we send."""

    def __init__(
        self, wire: Wire, requests: Requests, *, formats: Sequence[str], encoding: str
    ) -> None:
        self._wire = wire
        self._requests = requests
        self.formats = tuple(formats)
        self._encoding = encoding

    def sendable(self, name: str) -> bool:
        return text.sendable(name, self._encoding)

    async def patron(self, card: str, pin: str | None = None) -> PatronAnswer | Failed:
        """By 63, or by 23 where a server has only that. The PIN is sent where it is given."""
        request = self._requests.patron(card, pin=pin)
        found = await self._wire.read("patron_information", request, PatronInformationResponse)
        if isinstance(found, PatronInformationResponse):
            return _about(card, answers.patron(found))
        if found.offered:
            return found
        older = self._requests.status(card, pin or "")
        status = await self._wire.read("patron_status", older, PatronStatusResponse)
        return status if isinstance(status, Failed) else _about(card, answers.patron(status))

    async def entries(self, card: str, summary: Summary) -> tuple[str, ...] | Failed:
        """All entries of one summary, page by page; fewer than the server counts is a failure."""
        found: dict[str, None] = {}
        while len(found) < MOST_ENTRIES:
            page = await self._page(card, summary, first=len(found) + 1)
            if isinstance(page, Failed):
                return page
            fresh = [entry for entry in page.listed if entry not in found]
            found |= dict.fromkeys(fresh)
            if page.count is not None and len(found) >= page.count:
                break
            if page.count is None and len(page.listed) < PAGE:
                break
            if not fresh:
                return self._ended(found, page)
        return tuple(found)

    def _ended(self, found: dict[str, None], page: PatronAnswer) -> tuple[str, ...] | Failed:
        if page.count is None:
            return tuple(found)
        return Failed("fewer entries than the server counts", sent=True)

    async def _page(self, card: str, summary: Summary, *, first: int) -> PatronAnswer | Failed:
        request = self._requests.patron(card, summary, first=first, last=first + PAGE - 1)
        found = await self._wire.read("patron_information", request, PatronInformationResponse)
        if isinstance(found, Failed):
            return found
        page = _about(card, answers.patron(found, summary))
        if isinstance(page, PatronAnswer) and not page.valid:
            return Failed("the patron is not valid", sent=True)
        return page

    async def item(self, barcode: str) -> ItemAnswer | Failed:
        if not self.sendable(barcode):
            return Failed("an item without a usable barcode", sent=False)
        request = self._requests.item(barcode)
        found = await self._wire.read("item_information", request, ItemInformationResponse)
        if isinstance(found, Failed):
            return found
        told = answers.item(found, self.formats)
        return told if told.barcode.casefold() == barcode.casefold() else ODD

    async def items(self, barcodes: Iterable[str]) -> dict[str, ItemAnswer] | Failed:
        """By barcode as given; as many at once as there are connections."""
        wanted = list(dict.fromkeys(barcodes))
        found: dict[str, ItemAnswer] = {}
        for at in range(0, len(wanted), SIZE):
            some = wanted[at : at + SIZE]
            for barcode, told in zip(
                some, await asyncio.gather(*(self.item(b) for b in some)), strict=True
            ):
                if isinstance(told, Failed):
                    return told
                found[barcode] = told
        return found


def _about(card: str, found: PatronAnswer) -> PatronAnswer | Failed:
    return found if found.card.casefold() == card.casefold() else ODD
