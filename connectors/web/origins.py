"""Which sites may embed the widget, and what their browsers are told."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Coroutine, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class Origins:
    """Our own address, and the named foreign sites; never everybody."""

    def __init__(self, public_url: str, foreign: Iterable[str]) -> None:
        self._own = urlsplit(public_url).netloc.lower()
        self._foreign = {site.strip().rstrip("/").lower() for site in foreign} - {"", "*", "null"}

    def of(self, headers: Mapping[str, str]) -> str | None:
        """The site a request comes from; None when it may not embed the widget.

        A page of ours counts as ours under the public name or a bare address of this machine,
        not under any name that a stranger's DNS points here.
        """
        host = headers.get("host", "").lower()
        named = headers.get("origin")
        if named is None:
            return host
        if urlsplit(named.lower()).netloc == host and (host == self._own or _bare(host)):
            return host
        return named.lower() if named.lower() in self._foreign else None

    def shared(self, headers: Mapping[str, str]) -> dict[str, str]:
        """What lets a foreign page of the list read the answer: its own name, never `*`."""
        named = headers.get("origin", "").lower()
        told = {"Vary": "Origin"}
        if named in self._foreign:
            told |= {
                "Access-Control-Allow-Origin": headers["origin"],
                "Access-Control-Allow-Methods": "POST",
                "Access-Control-Allow-Headers": "Content-Type",
                "Access-Control-Max-Age": "600",
            }
        return told

    def route(self) -> type[APIRoute]:
        """Routes whose every answer, refusals too, can be read by the sites of the list."""
        told = self.shared

        class Shared(APIRoute):
            def get_route_handler(self) -> Handler:
                inner = super().get_route_handler()

                async def handle(request: Request) -> Response:
                    try:
                        response = await inner(request)
                    except HTTPException as refusal:
                        body = {"message": str(refusal.detail)}
                        response = JSONResponse(body, refusal.status_code)
                    response.headers.update(told(request.headers))
                    return response

                return handle

        return Shared


def _bare(host: str) -> bool:
    """`localhost` or an address in figures, whatever the port."""
    name = urlsplit(f"//{host}").hostname or ""
    try:
        return name == "localhost" or bool(ipaddress.ip_address(name))
    except ValueError:
        return False
