"""Calls of the Bot Platform. The token stands in the address: no address is ever told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from connectors.limited import json_object, text_of
from connectors.port import Refusal, RetryLater, Unknown

API = "https://bot-api.zaloplatforms.com"
TIMEOUT = 10.0
NOTHING_NEW = 408


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` 0 is success, else Zalo's `error_code`; `result` may be any JSON."""

    code: int
    result: Any = None


@dataclass(frozen=True, slots=True)
class BotApi:
    """One bot."""

    http: httpx.AsyncClient
    base: str
    token: str

    def __post_init__(self) -> None:
        if not self.token:
            raise ValueError("the Zalo Bot token is empty")

    async def call(
        self, method: str, body: dict[str, object], seconds: float = TIMEOUT
    ) -> Answer | RetryLater | Unknown:
        """Before the bytes left nothing was done; after, nobody knows."""
        url = f"{self.base.rstrip('/')}/bot{self.token}/{method}"
        try:
            response = await self.http.post(url, json=body, timeout=seconds)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return RetryLater(type(error).__name__)
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)
        answer = json_object(response.content)
        if isinstance(answer, Refusal):
            failed = response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR
            reason = f"status {response.status_code}"
            return RetryLater(reason) if failed else Unknown(reason)
        if answer.get("ok") is True:
            return Answer(0, answer.get("result"))
        code = text_of(answer.get("error_code"), 8)
        return Answer(int(code) if code.isdecimal() else response.status_code)
