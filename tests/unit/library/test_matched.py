"""Works and circulation under one number, whichever side names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from library.matched import MatchedLibrary
from library.port import keeps_accounts, writes_by_request
from library.results import Done, Refused, Unavailable
from tests.contract.library.houses import shelf
from tests.fakes.library_system import FakeLibrary

OURS = {"ocm1": "b1", "ocm5": "b5", "copy-of-1": "b1"}


class Known:
    """Two works of ours are one biblio of theirs."""

    async def system_ids(self, work_ids: Sequence[str]) -> Mapping[str, str]:
        return {work: OURS[work] for work in work_ids if work in OURS}

    async def work_ids(self, system_ids: Sequence[str]) -> Mapping[str, str]:
        return {theirs: ours for ours, theirs in OURS.items() if theirs in system_ids}


async def test_availability_is_asked_once_and_told_under_our_ids() -> None:
    asked: list[list[str]] = []

    class Watched(FakeLibrary):
        async def availability(self, biblio_ids):  # type: ignore[no-untyped-def]
            asked.append(list(biblio_ids))
            return await super().availability(biblio_ids)

    known = shelf()
    known.__class__ = Watched
    found = await MatchedLibrary(known, Known()).availability(["ocm1", "b2", "copy-of-1", "none"])
    assert isinstance(found, Done)
    assert asked == [["b1", "b2", "none"]]
    assert set(found.value) == {"ocm1", "b2", "copy-of-1"}
    assert all(a.biblio_id == work for work, a in found.value.items())


async def test_a_hold_on_our_work_is_placed_on_theirs_and_comes_back_as_ours() -> None:
    known = shelf()
    system = MatchedLibrary(known, Known())
    placed = await system.place_hold("pA1", "ocm5", "KYANH", "k")
    assert isinstance(placed, Done)
    assert placed.value.biblio_id == "ocm5"
    assert any(hold.biblio_id == "b5" for hold in known.open_holds if hold.patron_id == "pA1")
    held = await system.holds("pA1")
    assert isinstance(held, Done)
    assert [hold.biblio_id for hold in held.value] == ["ocm5"]
    assert isinstance(await system.cancel_hold("pA1", placed.value.id, "k2"), Done)


async def test_what_is_no_answer_passes_through() -> None:
    class Down(FakeLibrary):
        async def loans(self, patron_id: str) -> Unavailable:  # type: ignore[override]
            return Unavailable("down")

    known = shelf()
    known.__class__ = Down
    system = MatchedLibrary(known, Known())
    assert await system.loans("pA1") == Unavailable("down")
    assert await system.renew("pMAX", "A1-1", "k") == Refused("not_your_loan")
    await system.close()


def test_what_a_system_is_shows_through() -> None:
    class Asking(FakeLibrary):
        by_request = True
        without_accounts = True

    known = shelf()
    known.__class__ = Asking
    assert writes_by_request(MatchedLibrary(known, Known()))
    assert not keeps_accounts(MatchedLibrary(known, Known()))
    assert keeps_accounts(MatchedLibrary(shelf(), Known()))
