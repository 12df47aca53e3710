"""A Koha over loopback: its REST routes, its refusals, its permission texts, its bad days.

The circulation rules are those of `FakeLibrary`; here they speak Koha's language, with Koha's
whole numbers for ids.
"""

from __future__ import annotations

import asyncio
import json
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from library.model import Loan
from library.results import Done, Refused
from tests.fakes.koha_faults import BEFORE, Checked, Faults, instead, schema
from tests.fakes.koha_rows import Rows
from tests.fakes.library_system import FakeLibrary

CLIENT, SECRET = "thu-thu", "client-secret-for-tests"
RENEW_CODES = {
    "too_many_renewals": "too_many", "overdue_too_long": "overdue",
    "blocked_by_fees": "too_much_owing", "card_expired": "card_expired",
    "restricted": "restriction", "on_site_only": "onsite_checkout",
    "on_hold_by_another": "on_reserve", "too_soon": "too_soon",
}  # fmt: skip
HOLD_CODES = {
    "not_holdable": "notReservable", "already_borrowed": "alreadypossession",
    "already_on_hold": "itemAlreadyOnHold", "too_many_holds": "tooManyReserves",
    "blocked_by_fees": "debt_limit", "card_expired": "expired", "restricted": "restricted",
}  # fmt: skip


@dataclass
class FakeKoha:
    """`lacking` holds beginnings of paths for which the service account has no permission."""

    shelf: FakeLibrary
    faults: Faults = field(default_factory=Faults)
    checked: Checked = field(default_factory=Checked)
    lacking: tuple[str, ...] = ()
    older: bool = False
    unfiltered: bool = False
    """It answers with everybody's loans and holds, whoever was asked for."""
    token_seconds: int = 3600
    tokens: list[str] = field(default_factory=list)
    calls: list[tuple[str, str]] = field(default_factory=list)
    written: list[tuple[str, str]] = field(default_factory=list)
    """(method, path) of each write that was carried out and changed something."""
    at_once: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self.rows = Rows(self.shelf)
        self.patrons, self.biblios = self.rows.patrons, self.rows.biblios
        self.loans, self.holds = self.rows.loans, self.rows.holds

    def app(self) -> Starlette:
        schema()  # read before the first caller waits for its answer
        methods = ["GET", "POST", "DELETE"]
        return Starlette(routes=[Route("/api/v1/{path:path}", self._serve, methods=methods)])

    async def _serve(self, request: Request) -> Response:
        path, body = f"/{request.path_params['path']}", await request.body()
        self.calls.append((request.method, path))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._with_fault(request, path, body)
        finally:
            self.at_once -= 1

    async def _with_fault(self, request: Request, path: str, body: bytes) -> Response:
        fault = self.faults.choose(request.method, path)
        if fault in BEFORE:
            return instead(fault)
        if fault == "late":
            await asyncio.sleep(self.faults.slow_seconds)
        response = self._answer(request, path, body)
        self.checked(request, body, response)
        if fault == "doubled":
            response = self._answer(request, path, body)
        if fault == "slow":
            await asyncio.sleep(self.faults.slow_seconds)
        return response if fault in ("", "slow", "late", "doubled") else instead(fault)

    def _answer(self, request: Request, path: str, body: bytes) -> Response:
        if path == "/oauth/token":
            return self._token(body)
        if path != "/public/libraries" and not self._allowed(request):
            return _no(401, "Authentication failure.")
        if any(path.startswith(start) for start in self.lacking):
            return instead("forbidden")
        for method, pattern, handler in self._routes():
            match = re.fullmatch(pattern, path)
            if method == request.method and match:
                return handler(request, body, *match.groups())
        return JSONResponse(
            {"errors": [{"message": "Not Found.", "path": "/"}], "status": 404}, 404
        )

    def _routes(self) -> tuple[tuple[str, str, Callable[..., Response]], ...]:
        renew = r"/checkouts/(\d+)/renewal" + ("" if self.older else "s")
        return (
            ("POST", "/auth/password/validation", self._validate),
            ("GET", r"/patrons/(\d+)", self._patron),
            ("GET", r"/patrons/(\d+)/account", self._account),
            ("GET", "/checkouts", self._checkouts),
            ("GET", r"/checkouts/(\d+)", self._checkout),
            ("GET", r"/checkouts/(\d+)/allows_renewal", self._allows),
            ("POST", renew, self._renew),
            ("GET", "/holds", self._list_holds),
            ("POST", "/holds", self._place),
            ("DELETE", r"/holds/(\d+)", self._cancel),
            ("GET", r"/biblios/(\d+)/pickup_locations", self._pickup),
            ("GET", "/items", self._items),
            ("GET", "/public/libraries", self._libraries),
        )

    def _token(self, body: bytes) -> Response:
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return _no(403, "Client authentication failed")
        self.tokens.append(f"token-{len(self.tokens)}")
        granted = {"access_token": self.tokens[-1], "token_type": "Bearer"}
        return JSONResponse({**granted, "expires_in": self.token_seconds})

    def _allowed(self, request: Request) -> bool:
        basic = "Basic " + b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        bearer = [f"Bearer {token}" for token in self.tokens[-1:]]
        return request.headers.get("authorization") in (basic, *bearer)

    def _validate(self, _request: Request, body: bytes) -> Response:
        given = json.loads(body)
        for account in self.shelf.accounts.values():
            fits = account.patron.card.casefold() == given["identifier"].casefold()
            if fits and account.pin == given["password"]:
                number = self.patrons.of(account.patron.id)
                valid = {"cardnumber": account.patron.card, "patron_id": number, "userid": "bd"}
                return JSONResponse(valid, 201)
        return _no(400, "Validation failed")

    def _patron(self, _request: Request, _body: bytes, number: str) -> Response:
        account = self.shelf.accounts.get(self.patrons.name(number))
        if account is None:
            return _no(404, "Patron not found.")
        patron = account.patron
        return JSONResponse({
            "patron_id": int(number), "cardnumber": patron.card, "surname": patron.name,
            "firstname": None, "library_id": patron.branch, "category_id": "BD",
            "expiry_date": patron.expires.isoformat(), "restricted": bool(account.restricted),
            "patron_card_lost": False,
        })  # fmt: skip

    def _account(self, _request: Request, _body: bytes, number: str) -> Response:
        name = self.patrons.name(number)
        if name not in self.shelf.accounts:
            return _no(404, "Patron not found")
        fees = self.shelf._fees(name)
        total = float(sum(fee.amount for fee in fees))
        lines = [
            {"account_line_id": n, "date": fee.since.isoformat(), "description": fee.reason,
             "amount_outstanding": float(fee.amount)}
            for n, fee in enumerate(fees, 1)
        ]  # fmt: skip
        none: dict[str, Any] = {"total": 0, "lines": []}
        owed = {"total": total, "lines": lines}
        return JSONResponse(
            {"balance": total, "outstanding_credits": none, "outstanding_debits": owed}
        )

    def _loan(self, number: str) -> Loan | None:
        name = self.loans.name(number)
        return next((loan for loan in self.shelf.open_loans if loan.id == name), None)

    def _checkouts(self, request: Request, _body: bytes) -> Response:
        patron = self.patrons.name(request.query_params["patron_id"])
        rows = [
            self.rows.checkout(x)
            for x in self.shelf.open_loans
            if self.unfiltered or x.patron_id == patron
        ]
        return _page(request, rows)

    def _checkout(self, _request: Request, _body: bytes, number: str) -> Response:
        loan = self._loan(number)
        return (
            _no(404, "Checkout doesn't exist")
            if loan is None
            else JSONResponse(self.rows.checkout(loan))
        )

    def _allows(self, _request: Request, _body: bytes, number: str) -> Response:
        loan = self._loan(number)
        if loan is None:
            return _no(404, "Checkout doesn't exist")
        left = loan.renewals_left
        return JSONResponse({
            "allows_renewal": left > 0, "max_renewals": loan.renewals + left,
            "current_renewals": loan.renewals, "unseen_renewals": 0,
            "error": None if left > 0 else "too_many",
        })  # fmt: skip

    def _renew(self, request: Request, _body: bytes, number: str) -> Response:
        loan = self._loan(number)
        if loan is None:
            return _no(404, "Checkout doesn't exist")
        outcome = self.shelf._renew(loan.patron_id, loan.id)
        if isinstance(outcome, Refused):
            return _no(403, f"Renewal not authorized ({RENEW_CODES[outcome.code]})")
        self.written.append(("renew", loan.id))
        return JSONResponse(self.rows.checkout(outcome.value), 201)

    def _list_holds(self, request: Request, _body: bytes) -> Response:
        holds = [h for h in self.shelf.open_holds if h.status in ("waiting", "ready")]
        if "patron_id" in request.query_params and not self.unfiltered:
            patron = self.patrons.name(request.query_params["patron_id"])
            holds = [hold for hold in holds if hold.patron_id == patron]
        if "q" in request.query_params:
            wanted = json.loads(request.query_params["q"])["me.biblio_id"]
            holds = [hold for hold in holds if self.biblios.of(hold.biblio_id) in wanted]
        return _page(request, [self.rows.hold(hold) for hold in holds])

    def _place(self, _request: Request, body: bytes) -> Response:
        given = json.loads(body)
        patron, biblio = (
            self.patrons.name(given["patron_id"]),
            self.biblios.name(given["biblio_id"]),
        )
        outcome = self.shelf._place(patron, biblio, given["pickup_library_id"])
        if isinstance(outcome, Done):
            self.written.append(("hold", outcome.value.id))
            return JSONResponse(self.rows.hold(outcome.value), 201)
        if outcome.code == "bad_pickup_branch":
            return _no(400, "The supplied pickup location is not valid")
        if outcome.code in ("unknown_biblio", "unknown_patron"):
            return _no(400, "Biblio not found.")
        return _no(403, f"Hold cannot be placed. Reason: {HOLD_CODES[outcome.code]}")

    def _cancel(self, _request: Request, _body: bytes, number: str) -> Response:
        name = self.holds.name(number)
        hold = next((h for h in self.shelf.open_holds if h.id == name), None)
        if hold is None or isinstance(self.shelf._cancel(hold.patron_id, name), Refused):
            return _no(404, "Hold not found.")
        self.written.append(("cancel", name))
        return Response(status_code=204)

    def _pickup(self, request: Request, _body: bytes, number: str) -> Response:
        if not self.biblios.name(number):
            return _no(404, "Biblio not found")
        return self._libraries(request, b"")

    def _items(self, request: Request, _body: bytes) -> Response:
        wanted = json.loads(request.query_params["q"])
        rows = [self.rows.item(item) for item in self.shelf.items]
        for name, ids in wanted.items():
            rows = [row for row in rows if row[name.removeprefix("me.")] in ids]
        return _page(request, rows)

    def _libraries(self, request: Request, _body: bytes) -> Response:
        rows = [
            {"library_id": place.code, "name": place.name, "needs_override": False}
            for place in self.shelf.places
        ]
        return _page(request, rows)


def _no(status: int, error: str) -> Response:
    return JSONResponse({"error": error}, status)


def _page(request: Request, rows: list[dict[str, Any]]) -> Response:
    page = int(request.query_params.get("_page", 1))
    size = int(request.query_params.get("_per_page", 20))
    shown = rows[(page - 1) * size : page * size]
    return JSONResponse(shown, headers={"x-total-count": str(len(rows))})
