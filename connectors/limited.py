"""Read a stranger's JSON and files within limits."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import httpx

from connectors.port import Refusal

MAX_BODY = 1_000_000
MAX_FILE = 10_000_000
FILE_SECONDS = 5.0


def json_object(body: bytes) -> dict[str, Any] | Refusal:
    """The body as one JSON object; a Refusal for anything else, whatever the bytes."""
    if len(body) > MAX_BODY:
        return Refusal(413, "too large")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return Refusal(400, "not JSON")
    return value if isinstance(value, dict) else Refusal(400, "not an object")


def text_of(value: object, limit: int = 10_000) -> str:
    """A string or a number as text; empty for anything else."""
    if isinstance(value, str):
        return value[:limit]
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)[:limit] if abs(value) < 10**30 else ""
    return ""


def part(value: object, name: str) -> dict[str, Any]:
    """An object within an object; empty where there is none."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


async def fetch(http: httpx.AsyncClient, url: str, hosts: tuple[str, ...]) -> bytes | None:
    """A file from the channel's own hosts over HTTPS; None for any other place, too large a
    file, or none in time. Redirects are not followed: they would lead past the list."""
    if not allowed(url, hosts):
        return None
    try:
        async with http.stream(
            "GET", url, timeout=FILE_SECONDS, follow_redirects=False
        ) as response:
            if response.status_code != httpx.codes.OK:
                return None
            data = bytearray()
            async for chunk in response.aiter_bytes():
                data += chunk
                if len(data) > MAX_FILE:
                    return None
    except httpx.HTTPError:
        return None
    return bytes(data)


def allowed(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether the address is HTTPS on one of `hosts` (`.zalo.me`: any name below), or begins
    with a whole origin among them (`http://127.0.0.1:8145`, a test server)."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if f"{parts.scheme}://{parts.netloc}" in hosts:
        return True
    if parts.scheme != "https" or parts.username is not None or port not in (None, 443):
        return False
    return any(host == name or (name[:1] == "." and host.endswith(name)) for name in hosts)
