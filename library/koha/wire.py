"""The one way out to Koha's REST: few calls at once, short patience, nothing believed blindly."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from clock import Clock
from library.breaker import Breaker
from library.koha.answer import Answer, Failed, missing_permission, read_json
from library.koha.auth import Credentials

PATIENCE_SECONDS = 3.0
AT_ONCE = 8
"""Calls in flight: the desks use the same Koha, and come first."""
MOST_BYTES = 4 * 2**20
"""500 items of 2 kB are 1 MB."""
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class AddressError(ValueError):
    """The address is no https address of a server."""


@dataclass
class _Progress:
    """Whether the write itself, not the token before it, may have left this machine."""

    sent: bool = False


class Wire:
    """Calls below `ADDRESS/api/v1`. No redirects, no proxies of the environment."""

    def __init__(
        self,
        address: str,
        credentials: Credentials,
        clock: Clock,
        *,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._client = httpx.AsyncClient(
            base_url=f"{checked_address(address)}/api/v1",
            timeout=patience,
            trust_env=False,
            follow_redirects=False,
            limits=httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
        )
        self._credentials = credentials
        self._breaker = Breaker(clock)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._patience = patience

    async def close(self) -> None:
        await self._client.aclose()

    async def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        json: object = None,
        embed: str = "",
    ) -> Answer | Failed:
        """A believable answer, errors of 4xx included; permissions lacking are `Failed`."""
        if not self._breaker.lets_through():
            return Failed("resting after failures", sent=False)
        progress = _Progress()
        headers = {"x-koha-embed": embed} if embed else {}
        request = self._client.build_request(method, path, params=query, json=json, headers=headers)
        try:
            async with asyncio.timeout(self._patience), self._places:
                found = await self._authorised(request, progress)
        except TimeoutError:
            found = Failed("no answer in time", progress.sent)
        self._judge(found)
        return found

    async def _authorised(self, request: httpx.Request, progress: _Progress) -> Answer | Failed:
        found: Answer | Failed = Failed("not asked", sent=False)
        for _ in range(2):
            header = await self._credentials.header(self._post_form)
            if isinstance(header, Failed):
                return header
            request.headers["authorization"] = header
            progress.sent = True
            found = await self._exchange(request)
            if not isinstance(found, Answer) or found.status != 401:
                break
            progress.sent = False
            if not self._credentials.forget(header):
                break
        if isinstance(found, Answer):
            if found.status == 401:
                return Failed("the service account was not accepted", sent=False)
            if lacking := missing_permission(found):
                return Failed("permission", sent=False, forbidden=lacking)
        return found

    async def _post_form(self, path: str, form: dict[str, str]) -> Answer | Failed:
        found = await self._exchange(self._client.build_request("POST", path, data=form))
        return Failed(found.reason, sent=False) if isinstance(found, Failed) else found

    async def _exchange(self, request: httpx.Request) -> Answer | Failed:
        try:
            response = await self._client.send(request, stream=True)
        except NEVER_SENT as error:
            return Failed(type(error).__name__, sent=False)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Failed(type(error).__name__, sent=True)
        try:
            return _understood(response, await _body(response))
        except (httpx.HTTPError, ValueError) as error:
            return Failed(type(error).__name__, sent=True)
        finally:
            await response.aclose()

    def _judge(self, found: Answer | Failed) -> None:
        if isinstance(found, Failed) and not found.forbidden:
            self._breaker.failed()
        else:
            self._breaker.worked()


def checked_address(address: str) -> str:
    """Without its last slash. Raises AddressError: passwords travel by https or loopback only."""
    try:
        parts = urlsplit(address.strip())
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError(address) from error
    plain = parts.scheme == "http" and host in LOOPBACK
    odd = parts.query or parts.fragment or parts.username or parts.password
    if not host or odd or not (plain or parts.scheme == "https"):
        raise AddressError(address)
    return address.strip().rstrip("/")


async def _body(response: httpx.Response) -> bytes:
    """Raises ValueError over `MOST_BYTES`."""
    read = bytearray()
    async for chunk in response.aiter_bytes():
        read += chunk
        if len(read) > MOST_BYTES:
            raise ValueError("answer too long")
    return bytes(read)


def _understood(response: httpx.Response, raw: bytes) -> Answer | Failed:
    """Raises ValueError where a body is no JSON."""
    status = response.status_code
    if status >= 500 or status == 429 or not (200 <= status < 300 or status >= 400):
        return Failed(f"status {status}", sent=status != 429)
    total = response.headers.get("x-total-count", "")
    known = int(total) if total.isascii() and total.isdecimal() and len(total) < 10 else None
    return Answer(status, read_json(raw) if raw.strip() else None, known)
