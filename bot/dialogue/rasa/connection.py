"""Where Rasa is and how it is asked: address, token, patience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.dialogue.rasa.commands import plain


@dataclass(frozen=True, slots=True)
class RasaConnection:
    """`timeout` in seconds: what a reader waits before the fallback answers."""

    http: httpx.AsyncClient
    url: str
    token: str
    timeout: float

    async def post(
        self, path: str, body: object, *, patience: float | None = None
    ) -> httpx.Response:
        """Raises httpx.HTTPError."""
        return await self.http.post(
            f"{self.url.rstrip('/')}{path}",
            params={"token": self.token},
            json=body,
            timeout=patience or self.timeout,
        )

    async def put(self, path: str, body: object) -> httpx.Response:
        """Raises httpx.HTTPError."""
        return await self.http.put(
            f"{self.url.rstrip('/')}{path}",
            params={"token": self.token},
            json=body,
            timeout=self.timeout,
        )

    async def get(self, path: str) -> httpx.Response:
        """Raises httpx.HTTPError."""
        return await self.http.get(
            f"{self.url.rstrip('/')}{path}", params={"token": self.token}, timeout=self.timeout
        )

    async def parse(self, text: str, *, patience: float | None = None) -> Mapping[str, Any] | None:
        """What Rasa takes a text for; None when it is away or answers no parse."""
        try:
            answer = (
                await self.post("/model/parse", {"text": plain(text)}, patience=patience)
            ).json()
        except (httpx.HTTPError, ValueError):
            return None
        return answer if isinstance(answer, dict) else None
