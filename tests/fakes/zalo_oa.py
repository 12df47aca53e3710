"""A Zalo Official Account server: OAuth with single-use refresh tokens, messages, windows.

It speaks Zalo's protocol on a clock of its own, and makes signed deliveries.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from clock import Clock
from connectors.port import RawRequest
from connectors.zalo.oa.pkce import challenge
from tests.fakes.script import Lost, Script, broken, slowly

APP_ID, OA_ID = "1000000000000000001", "4000000000000000004"
APP_SECRET, OA_KEY = "app-secret-for-tests", "oa-secret-for-tests-only"
ACCESS_SECONDS = 90_000
HARD_SECONDS = 7 * 86_400


@dataclass
class Message:
    user: str
    message: dict[str, Any]
    at: float
    kind: str = "cs"
    recipient: dict[str, str] = field(default_factory=dict)


@dataclass
class FakeZaloOA:
    clock: Clock
    rps: int = 50
    script: Script = field(default_factory=Script)
    oauth_script: Script = field(default_factory=Script)
    sent: list[Message] = field(default_factory=list)
    refreshes: int = 0
    challenge_saved: str = ""
    codes: set[str] = field(default_factory=set)
    access: dict[str, float] = field(default_factory=dict)
    refresh: set[str] = field(default_factory=set)
    interacted: dict[str, float] = field(default_factory=dict)
    _made: int = 0

    def now(self) -> float:
        return self.clock.now().timestamp()

    def grant(self) -> dict[str, str]:
        """A fresh pair, as the console's explorer gives one."""
        self._made += 1
        access, refresh = f"access-{self._made}", f"refresh-{self._made}"
        self.access[access] = self.now() + ACCESS_SECONDS
        self.refresh.add(refresh)
        return {
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": str(ACCESS_SECONDS),
        }

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v4/oa/access_token", self._oauth, methods=["POST"]),
                Route("/v3.0/oa/message/cs", self._cs, methods=["POST"]),
                Route("/v3.0/oa/message/template", self._template, methods=["POST"]),
                Route("/v2.0/oa/getoa", self._getoa),
            ]
        )

    async def _oauth(self, request: Request) -> Response:
        form = await request.form()
        step = self.oauth_script.step()
        await slowly(self.oauth_script, step)
        if step == 500:
            return broken()
        if request.headers.get("secret_key") != APP_SECRET or form.get("app_id") != APP_ID:
            return JSONResponse({"error": -14004, "error_name": "Invalid secret"})
        if isinstance(step, int):
            return JSONResponse({"error": step})
        if form.get("grant_type") == "authorization_code":
            verifier = str(form.get("code_verifier", ""))
            code = str(form.get("code"))
            if code not in self.codes or challenge(verifier) != self.challenge_saved:
                return JSONResponse({"error": -14010, "error_name": "Invalid code"})
            self.codes.discard(code)
        else:
            self.refreshes += 1
            token = str(form.get("refresh_token"))
            if token not in self.refresh:
                return JSONResponse({"error": -14014, "error_name": "Invalid refresh token"})
            self.refresh.discard(token)
        pair = self.grant()
        return Lost() if step == "lost" else JSONResponse(pair)

    async def _cs(self, request: Request) -> Response:
        return await self._message(request, "cs")

    async def _template(self, request: Request) -> Response:
        return await self._message(request, "template")

    async def _message(self, request: Request, kind: str) -> Response:
        step = self.script.step()
        await slowly(self.script, step)
        if step == 500:
            return broken()
        body = await request.json()
        error = self._error(request, body, kind) or (step if isinstance(step, int) else 0)
        if error:
            return JSONResponse({"error": error, "message": "refused"})
        told = body["recipient"] if kind == "cs" else {"user_id": body["user_id"]}
        user = told.get("user_id", told.get("anonymous_id", ""))
        self.sent.append(Message(user, body.get("message", body), self.now(), kind, told))
        if step == "lost":
            return Lost()
        data = {"message_id": f"om-{len(self.sent)}", "user_id": user}
        return JSONResponse({"data": data, "error": 0, "message": "Success"})

    def _error(self, request: Request, body: dict[str, Any], kind: str) -> int:
        token = request.headers.get("access_token", "")
        if "authorization" in request.headers or self.access.get(token, 0) <= self.now():
            return -216
        recent = [m for m in self.sent if m.at > self.now() - 1]
        if len(recent) >= self.rps:
            return -32
        if kind == "template":
            return 0
        told, message = body["recipient"], body["message"]
        buttons = message.get("attachment", {}).get("payload", {}).get("buttons", [])
        if len(message.get("text", "")) > 2000 or len(buttons) > 5:
            return -210
        if any(len(b["title"]) > 20 for b in buttons):
            return -201
        return self._place(told)

    def _place(self, told: dict[str, str]) -> int:
        """Whether the reader may be written to."""
        if "anonymous_id" in told:
            return 0 if told.get("conversation_id") else -201
        return -230 if self.now() - self.interacted.get(told["user_id"], 0) > HARD_SECONDS else 0

    async def _getoa(self, request: Request) -> Response:
        if self.access.get(request.headers.get("access_token", ""), 0) <= self.now():
            return JSONResponse({"error": -216})
        return JSONResponse({"error": 0, "data": {"name": "Thư viện thử", "is_verified": True}})


def signed(body: bytes, *, identity: str = APP_ID, key: str = OA_KEY) -> RawRequest:
    """A delivery as Zalo makes it, signed over the very bytes."""
    try:
        stamp = str(json.loads(body).get("timestamp", ""))
    except (ValueError, AttributeError):
        stamp = ""
    digest = hashlib.sha256(identity.encode() + body + stamp.encode() + key.encode()).hexdigest()
    return RawRequest({"x-zevent-signature": f"mac={digest}", "num_retry": "0"}, body)
