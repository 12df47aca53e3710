"""The token endpoint: a consent's code, or a refresh token, for a new pair."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import httpx

from connectors.limited import json_object, text_of
from connectors.port import Refusal

TIMEOUT = 10.0
RATE_LIMITED = -32
DEFAULT_SECONDS = 90_000.0
"""25 hours (Zalo's OAuth v4), where the answer does not say it."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A new pair; `seconds` is the access token's life."""

    access: str
    refresh: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Denied:
    """Zalo said no: a person must consent again, unless `busy`."""

    code: int
    reason: str
    busy: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer. `sent`: the request may have been carried out."""

    reason: str
    sent: bool


@dataclass(frozen=True, slots=True)
class OAuth:
    """Calls of one app."""

    http: httpx.AsyncClient
    base: str
    app_id: str
    app_secret: str
    verifier: str

    def consent_url(self, redirect: str, challenge: str) -> str:
        """The page on which an administrator of the OA agrees."""
        query = {"app_id": self.app_id, "redirect_uri": redirect, "code_challenge": challenge}
        return f"{self.base}/v4/oa/permission?{urlencode(query)}"

    async def exchange(self, code: str) -> Granted | Denied | Lost:
        """A code is good once, for ten minutes."""
        return await self._post(
            {
                "code": code,
                "app_id": self.app_id,
                "grant_type": "authorization_code",
                "code_verifier": self.verifier,
            }
        )

    async def refresh(self, token: str) -> Granted | Denied | Lost:
        """Kills the token it is given."""
        return await self._post(
            {"refresh_token": token, "app_id": self.app_id, "grant_type": "refresh_token"}
        )

    async def _post(self, form: dict[str, str]) -> Granted | Denied | Lost:
        try:
            response = await self.http.post(
                f"{self.base}/v4/oa/access_token",
                data=form,
                headers={"secret_key": self.app_secret},
                timeout=TIMEOUT,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return Lost(type(error).__name__, sent=False)
        except httpx.HTTPError as error:
            return Lost(type(error).__name__, sent=True)
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            return Lost(f"status {response.status_code}", sent=True)
        return _read(response.content)


def _read(body: bytes) -> Granted | Denied | Lost:
    answer = json_object(body)
    if isinstance(answer, Refusal):
        return Lost(answer.reason, sent=True)
    access, refresh = text_of(answer.get("access_token")), text_of(answer.get("refresh_token"))
    if access and refresh:
        life = text_of(answer.get("expires_in"), 12)
        seconds = float(life) if life.isascii() and life.isdecimal() else DEFAULT_SECONDS
        return Granted(access, refresh, seconds)
    code = answer.get("error")
    number = code if isinstance(code, int) else 0
    return Denied(number, f"oauth {number}", busy=number == RATE_LIMITED)
