"""Around every request: size, headers, and the one boundary where a fault is recorded."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi.responses import JSONResponse
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.store.database import StorageDownError
from words import say

MAX_BODY = 1_000_000
SAFE_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
logger = logging.getLogger(__name__)


class Guard:
    """ASGI middleware. A body is measured as it comes, whatever length it announced; `larger`
    names the paths that may take more than others, in bytes."""

    def __init__(self, app: ASGIApp, larger: Mapping[str, int] | None = None) -> None:
        self._app = app
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False
        most = self._larger.get(scope["path"], MAX_BODY)

        async def answer(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            length = Headers(scope=scope).get("content-length", "0")
            if not (length.isascii() and length.isdecimal()) or int(length) > most:
                await says(413, say("refusals", "too_large"))(scope, receive, answer)
                return
            await self._app(scope, _measured(receive, most), answer)
        except Exception as error:
            _record(scope["path"], error)
            if begun:
                raise
            await says(503, say("refusals", "busy"))(scope, receive, answer)


def _measured(receive: Receive, most: int) -> Receive:
    seen = 0

    async def measured() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise HTTPException(413, say("refusals", "too_large"))
        return message

    return measured


def _record(path: str, error: Exception) -> None:
    if isinstance(error, StorageDownError):
        logger.error("storage down at %s: %s", path, error)
    else:
        logger.error("fault at %s", path, exc_info=error)


def says(status: int, message: str) -> JSONResponse:
    """A refusal in words."""
    return JSONResponse({"message": message}, status)
