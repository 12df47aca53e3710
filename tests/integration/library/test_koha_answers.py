"""Koha's answers of every kind: none is uncaught, none is an empty success for «broken».

`THUTHU_EXAMPLES` sets how many; 10,000 in full.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from clock import FixedClock
from library.journal import MemoryJournal
from library.koha import AddressError, Basic, KohaLibrary, OAuth, checked_address
from library.results import Done, Refused, Unavailable, Unconfirmed
from tests.contract.library.houses import NOON, shelf
from tests.fakes.koha import CLIENT, SECRET, FakeKoha
from tests.fakes.loopback import served

EXAMPLES = int(os.environ.get("THUTHU_EXAMPLES", "300"))
examples = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
VALUES = (Done, Refused, Unavailable, Unconfirmed)
NAMES = st.sampled_from(
    "patron_id checkout_id hold_id biblio_id item_id due_date renewals_count status priority error"
    " expiry_date max_renewals allows_renewal balance outstanding_debits lines total title biblio"
    " amount_outstanding date library_id required_permissions access_token".split()
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        [7, 1, "W", "2026-12-15", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00",
         "2026-13-45", 10**400, "Renewal not authorized (on_reserve)", "Reason: ", "(((("]
    )
)  # fmt: skip
BODIES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=8),
    max_leaves=15,
)
ANSWERS = st.tuples(
    st.sampled_from([200, 201, 204, 301, 400, 401, 403, 404, 409, 418, 429, 500, 503]),
    st.binary(max_size=60)
    | BODIES.map(lambda body: json.dumps(body).encode())
    | st.sampled_from([b"[" * 100_000, b"9" * 5000, b'{"a":' * 50_000, b"\xff\xfe", b""]),
    st.sampled_from(["", "0", "1", "-1", "9" * 30, "x"]),
)


class _Nonsense:
    """Answers every call with the next of the answers, again and again."""

    answers: list[tuple[int, bytes, str]]
    asked = 0

    def app(self) -> Starlette:
        methods = ["GET", "POST", "DELETE"]
        return Starlette(routes=[Route("/{path:path}", self._any, methods=methods)])

    async def _any(self, _request: Request) -> Response:
        status, body, total = self.answers[self.asked % len(self.answers)]
        self.asked += 1
        headers = {"x-total-count": total, "content-type": "application/json"}
        return Response(body if status not in (204, 304) else b"", status, headers)


async def _everything(address: str, *, oauth: bool) -> list[Any]:
    clock = FixedClock(NOON)
    found: list[Any] = []
    credentials = OAuth(CLIENT, SECRET, clock) if oauth else Basic(CLIENT, SECRET)
    system = KohaLibrary(
        address, credentials, clock, MemoryJournal(), patience=1.0, reread_after=(0.0,)
    )
    try:
        found.append(await system.check_card("A1", "2468"))
        for read in (system.patron, system.loans, system.holds, system.fees):
            found.append(await read("7"))
    finally:
        await system.close()
    system = KohaLibrary(
        address, credentials, clock, MemoryJournal(), patience=1.0, reread_after=(0.0,)
    )
    try:
        found.append(await system.renew("7", "1", "a"))
        found.append(await system.place_hold("7", "1", "X", "b"))
        found.append(await system.cancel_hold("7", "1", "c"))
        found += [await system.availability(["1"]), await system.branches()]
    finally:
        await system.close()
    return found


@pytest.mark.slow
def test_no_answer_is_uncaught() -> None:
    server = _Nonsense()
    with served(server.app()) as address, asyncio.Runner() as runner:

        @examples
        @given(st.lists(ANSWERS, min_size=1, max_size=4), st.booleans())
        def tried(answers: list[tuple[int, bytes, str]], oauth: bool) -> None:
            server.answers, server.asked = answers, 0
            found = runner.run(_everything(address, oauth=oauth))
            assert len(found) == 10
            assert all(isinstance(value, VALUES) for value in found)

        tried()


@asynccontextmanager
async def _koha(server: FakeKoha, clock: FixedClock) -> AsyncIterator[KohaLibrary]:
    with served(server.app()) as address:
        system = KohaLibrary(address, OAuth(CLIENT, SECRET, clock), clock, MemoryJournal(),
                             patience=1.5, reread_after=(0.0,))  # fmt: skip
        yield system
        await system.close()


async def test_one_token_serves_many_callers_and_is_renewed_in_time() -> None:
    server, clock = FakeKoha(shelf(), token_seconds=100), FixedClock(NOON)
    async with _koha(server, clock) as system:
        patron = str(server.patrons.known("pA1"))
        found = await asyncio.gather(*(system.patron(patron) for _ in range(20)))
        assert all(isinstance(value, Done) for value in found)
        assert len(server.tokens) == 1
        server.tokens.append("another")  # Koha has forgotten ours
        assert isinstance(await system.patron(patron), Done)
        clock.advance(80)
        assert isinstance(await system.patron(patron), Done)
    assert len(server.tokens) == 4


async def test_at_most_eight_calls_are_in_flight() -> None:
    server = FakeKoha(shelf())
    server.faults.choose = lambda _method, path: "slow" if "patrons" in path else ""
    server.faults.slow_seconds = 0.05
    async with _koha(server, FixedClock(NOON)) as system:
        await asyncio.gather(*(system.patron("1") for _ in range(40)))
    assert server.most_at_once == 8


async def test_a_system_that_is_down_is_left_alone_and_tried_again() -> None:
    server, clock = FakeKoha(shelf()), FixedClock(NOON)
    server.faults.choose = lambda _method, path: "5xx" if "patrons" in path else ""
    async with _koha(server, clock) as system:
        for _ in range(9):
            assert isinstance(await system.patron("1"), Unavailable)
        assert len([path for _, path in server.calls if "patrons" in path]) == 5
        server.faults.choose = lambda _method, _path: ""
        assert isinstance(await system.patron("1"), Unavailable)
        clock.advance(15)
        assert isinstance(await system.patron("1"), Done)


async def test_a_lacking_permission_is_named_and_opens_no_breaker() -> None:
    server = FakeKoha(shelf(), lacking=("/checkouts",))
    async with _koha(server, FixedClock(NOON)) as system:
        for _ in range(8):
            found = await system.loans("1")
            assert isinstance(found, Unavailable)
            assert found.missing == "circulate: circulate_remaining_permissions"
        assert isinstance(await system.patron("1"), Done)


async def test_availability_is_asked_once_for_all_that_is_shown_and_kept_half_a_minute() -> None:
    server, clock = FakeKoha(shelf()), FixedClock(NOON)
    async with _koha(server, clock) as system:
        shown = [str(server.biblios.known(f"b{n}")) for n in range(1, 8)]
        first = await system.availability(shown)
        assert await system.availability(shown) == first
        assert len([path for _, path in server.calls if path == "/items"]) == 1
        clock.advance(31)
        await system.availability(shown)
    assert len([path for _, path in server.calls if path == "/items"]) == 2


async def test_the_older_name_of_the_renewal_route() -> None:
    server = FakeKoha(shelf(), older=True)
    async with _koha(server, FixedClock(NOON)) as system:
        patron, loan = (str(n) for n in (server.patrons.known("pA1"), server.loans.known("A1-1")))
        assert isinstance(await system.renew(patron, loan, "k"), Done)


async def test_a_redirect_is_not_followed() -> None:
    async def elsewhere(_request: Request) -> Response:
        return RedirectResponse("http://127.0.0.1:9/", 302)

    with served(Starlette(routes=[Route("/{path:path}", elsewhere)])) as address:
        clock = FixedClock(NOON)
        system = KohaLibrary(address, Basic(CLIENT, SECRET), clock, MemoryJournal())
        assert await system.branches() == Unavailable("status 302")
        await system.close()


@pytest.mark.parametrize(
    "address",
    ["http://koha.example", "ftp://127.0.0.1", "koha.example", "", "https://", "https://u:p@h",
     "https://h/?x", "https://[", "http://127.0.0.1.example"],
)  # fmt: skip
def test_passwords_go_by_https_or_loopback_only(address: str) -> None:
    with pytest.raises(AddressError):
        checked_address(address)
