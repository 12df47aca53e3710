"""Talking to a running stack over HTTP (`THUTHU_URL`, else the settings' address)."""

from __future__ import annotations

from typing import Any

import httpx

from bot.cli.lines import fail
from bot.settings import Settings

TIMEOUT = 30.0
"""Seconds; a turn answers within a few even when Rasa hangs."""


def ask(text: str, conversation: str | None, payload: str | None = None) -> dict[str, Any]:
    """One turn; the object of `thuthu ask`. Exits 1 when no stack answers."""
    url = Settings().public_url
    body = {"text": text, "conversation": conversation, "payload": payload}
    try:
        response = httpx.post(f"{url}/api/ask", json=body, timeout=TIMEOUT)
        response.raise_for_status()
    except httpx.HTTPStatusError as error:
        fail(f"{url} answered {error.response.status_code}: {error.response.text[:200]}", code=1)
    except httpx.HTTPError as error:
        fail(f"no assistant at {url} ({type(error).__name__}). Start it with `make run`.", code=1)
    answer: dict[str, Any] = response.json()
    return answer
