"""A Zalo Bot Platform server: plain sends, polling with one update a call, a cap on users."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from clock import Clock
from tests.fakes.script import Lost, Script, broken, slowly

TOKEN, SECRET = "bot-token-for-tests", "bot-secret-for-tests"
MAX_USERS = 50


@dataclass
class FakeZaloBot:
    clock: Clock
    script: Script = field(default_factory=Script)
    sent: list[tuple[str, str, float]] = field(default_factory=list)
    updates: deque[dict[str, Any]] = field(default_factory=deque)
    webhook: str = ""
    most_users: int = MAX_USERS

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/bot{token}/{method}", self._call, methods=["POST"])])

    async def _call(self, request: Request) -> Response:
        method, body = request.path_params["method"], await request.json()
        if request.path_params["token"] != TOKEN:
            return _no(401)
        if method in ("sendMessage", "sendPhoto"):
            return await self._send(body)
        if method == "getUpdates":
            return _yes(self.updates.popleft()) if self.updates else _no(408)
        if method == "setWebhook":
            if not 8 <= len(body.get("secret_token", "")) <= 256:
                return _no(400)
            self.webhook = body["url"]
            return _yes({"url": self.webhook, "updated_at": 1790000000000})
        return _yes({"id": "b1", "account_name": "Bot Thư viện", "account_type": "BASIC"})

    async def _send(self, body: dict[str, Any]) -> Response:
        step = self.script.step()
        await slowly(self.script, step)
        if step == 500:
            return broken()
        if isinstance(step, int):
            return _no(step)
        text, chat = body.get("text", body.get("photo", "")), body["chat_id"]
        users = {who for who, _, _ in self.sent} | {chat}
        if not 1 <= len(text) <= 2000:
            return _no(400)
        if len(users) > self.most_users:
            return _no(429)
        self.sent.append((chat, text, self.clock.now().timestamp()))
        if step == "lost":
            return Lost()
        return _yes({"message_id": f"bm-out-{len(self.sent)}", "date": 1790000000000})


def _yes(result: object) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _no(code: int) -> Response:
    return JSONResponse({"ok": False, "error_code": code, "description": "refused"})
