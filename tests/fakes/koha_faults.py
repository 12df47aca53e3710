"""How a fake Koha goes wrong, and how what passes is checked against the schema of our calls."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from openapi_core import OpenAPI
from openapi_core.contrib.starlette import StarletteOpenAPIRequest, StarletteOpenAPIResponse
from openapi_core.exceptions import OpenAPIError
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

import library.koha

SCHEMA = Path(library.koha.__file__).parent / "calls.yaml"

Fault = Literal[
    "",
    "slow",  # carried out, answered too late
    "late",  # carried out only after the client has gone
    "cut",  # carried out, the answer cut
    "cut_before",  # cut before anything is done
    "5xx",
    "5xx_done",  # carried out, then a gateway's 502
    "html",
    "html_done",
    "garbage",  # carried out, JSON of no sense
    "doubled",  # carried out twice; the second answer comes back
    "forbidden",
]
BEFORE: tuple[Fault, ...] = ("cut_before", "5xx", "html", "forbidden")
LACKING = {
    "error": "Authorization failure. Missing required permission(s).",
    "required_permissions": {"circulate": "circulate_remaining_permissions"},
}


class Cut(Response):
    """The connection dies before a whole answer."""

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        headers = [(b"content-length", b"1000"), (b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise ConnectionResetError("the fake cuts this answer")


def instead(fault: Fault) -> Response:
    """What is answered in place of Koha's own answer."""
    if fault in ("cut", "cut_before"):
        return Cut()
    if fault in ("html", "html_done"):
        return HTMLResponse("<h1>Forbidden by a gateway</h1>", 403)
    if fault == "garbage":
        return JSONResponse({"checkout_id": "không phải số", "due_date": 7, "hold_id": [None]}, 201)
    if fault == "forbidden":
        return JSONResponse(LACKING, 403)
    return HTMLResponse("<h1>Bad gateway</h1>", 502)


@dataclass
class Faults:
    """`choose` names the fault of a call by its method and path; `slow_seconds` is how late."""

    choose: Callable[[str, str], Fault] = lambda _method, _path: ""
    slow_seconds: float = 0.5


@cache
def schema() -> OpenAPI:
    return OpenAPI.from_file_path(str(SCHEMA))


@dataclass
class Checked:
    """Every request and every honest answer against the schema; what differs is kept."""

    violations: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def __call__(self, request: Request, body: bytes, response: Response) -> None:
        asked = StarletteOpenAPIRequest(request, body)
        answered = StarletteOpenAPIResponse(response, bytes(response.body))
        what = f"{request.method} {request.url.path}"
        if "x-koha-override" in request.headers:
            self.violations.append(f"{what}: override")
        for check, given in ((schema().validate_request, (asked,)),
                             (schema().validate_response, (asked, answered))):  # fmt: skip
            try:
                check(*given)  # type: ignore[operator]
            except OpenAPIError as error:
                self.violations.append(f"{what}: {error!r} {error.__cause__!r}")
