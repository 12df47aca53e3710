"""How the service account proves itself to Koha: OAuth2 client credentials, or Basic."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable
from typing import Protocol

from pydantic import BaseModel, Field, ValidationError

from clock import Clock
from library.koha.answer import Answer, Failed

EARLY_SECONDS = 30.0
"""A token is renewed this long before its end, so that none ends on its way."""

PostForm = Callable[[str, dict[str, str]], Awaitable[Answer | Failed]]


class Credentials(Protocol):
    async def header(self, post: PostForm) -> str | Failed:
        """The value of `Authorization`. `post` sends a form to a path of Koha's REST."""
        ...

    def forget(self, header: str) -> bool:
        """Koha did not accept `header`. True when asking again can give another."""
        ...


class Basic:
    """HTTP Basic (`RESTBasicAuth`): a staff user made for the assistant alone."""

    def __init__(self, user: str, password: str) -> None:
        self._header = "Basic " + b64encode(f"{user}:{password}".encode()).decode()

    async def header(self, post: PostForm) -> str | Failed:
        return self._header

    def forget(self, header: str) -> bool:
        return False


class _Token(BaseModel):
    access_token: str = Field(min_length=1, max_length=4096, pattern=r"^[!-~]+$")
    expires_in: float = Field(ge=0, le=10**7, allow_inf_nan=False)


class OAuth:
    """OAuth2 client credentials (`RESTOAuth2ClientCredentials`), one asking at a time."""

    def __init__(self, client_id: str, client_secret: str, clock: Clock) -> None:
        self._form = {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": client_secret,
        }
        self._clock = clock
        self._lock = asyncio.Lock()
        self._header = ""
        self._good_until = 0.0

    async def header(self, post: PostForm) -> str | Failed:
        async with self._lock:
            if self._header and self._clock.monotonic() < self._good_until:
                return self._header
            answer = await post("/oauth/token", self._form)
            return answer if isinstance(answer, Failed) else self._keep(answer)

    def forget(self, header: str) -> bool:
        if header == self._header:
            self._header = ""
        return True

    def _keep(self, answer: Answer) -> str | Failed:
        if answer.status != 200:
            return Failed("the client id or secret was not accepted", sent=False)
        try:
            token = _Token.model_validate(answer.body)
        except ValidationError:
            return Failed("no token in the answer", sent=False)
        self._header = f"Bearer {token.access_token}"
        self._good_until = self._clock.monotonic() + max(0.0, token.expires_in - EARLY_SECONDS)
        return self._header
