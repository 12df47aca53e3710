"""Calls of the Official Account API. The token goes bare in `access_token`; the answer's code,
not its status, tells how it went."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import httpx

from connectors.limited import json_object, part, text_of
from connectors.port import Refusal, RetryLater, Unknown

TIMEOUT = 10.0
ANONYMOUS = "anonymous:"
"""Begins the chat key of a reader without an account: `anonymous:<id>:<conversation>`."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` 0 is success."""

    code: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Api:
    """One HTTP client for all calls."""

    http: httpx.AsyncClient
    base: str

    async def send(
        self, token: str, chat_key: str, message: dict[str, object]
    ) -> Answer | RetryLater | Unknown:
        """A consultation message."""
        body = {"recipient": _recipient(chat_key), "message": message}
        return await self._post("/v3.0/oa/message/cs", token, body)

    async def template(
        self, token: str, user_id: str, template_id: str, data: dict[str, str]
    ) -> Answer | RetryLater | Unknown:
        """An approved, paid template: the only message outside the windows."""
        body = {"user_id": user_id, "template_id": template_id, "template_data": data}
        return await self._post("/v3.0/oa/message/template", token, body)

    async def about(self, token: str) -> Answer | RetryLater | Unknown:
        """The OA itself: name, verified or not, package."""
        return await self._get("/v2.0/oa/getoa", token)

    async def recent(
        self, token: str, user_id: str, offset: int, count: int
    ) -> Answer | RetryLater | Unknown:
        """The latest messages of a conversation, at most ten: recovery after an outage."""
        data = {"user_id": user_id, "offset": offset, "count": min(count, 10)}
        return await self._get("/v2.0/oa/conversation", token, data)

    async def _post(
        self, path: str, token: str, body: dict[str, Any]
    ) -> Answer | RetryLater | Unknown:
        request = self.http.build_request(
            "POST", f"{self.base}{path}", json=body, headers={"access_token": token}
        )
        return await self._call(request)

    async def _get(
        self, path: str, token: str, data: dict[str, object] | None = None
    ) -> Answer | RetryLater | Unknown:
        params = {} if data is None else {"data": json.dumps(data)}
        request = self.http.build_request(
            "GET", f"{self.base}{path}", params=params, headers={"access_token": token}
        )
        return await self._call(request)

    async def _call(self, request: httpx.Request) -> Answer | RetryLater | Unknown:
        """Before the bytes left nothing was delivered; after, nobody knows."""
        request.extensions["timeout"] = httpx.Timeout(TIMEOUT).as_dict()
        try:
            response = await self.http.send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            return RetryLater(type(error).__name__)
        except httpx.HTTPError as error:
            return Unknown(type(error).__name__)
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            return RetryLater("status 429", throttled=True, everyone=True)
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            return RetryLater(f"status {response.status_code}")
        body = json_object(response.content)
        if isinstance(body, Refusal):
            return Unknown(f"answer {body.reason}")
        code = text_of(body.get("error"), 12)
        number = int(code) if code.lstrip("-").isdecimal() else -1
        return Answer(number, part(body, "data"))


def _recipient(chat_key: str) -> dict[str, str]:
    if not chat_key.startswith(ANONYMOUS):
        return {"user_id": chat_key}
    anonymous_id, _, talk = chat_key.removeprefix(ANONYMOUS).rpartition(":")
    return {"anonymous_id": anonymous_id, "conversation_id": talk}
