"""A Telegram Bot API server: sends with flood limits, blocks, webhooks, polling, files."""

from __future__ import annotations

import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from clock import Clock
from tests.fakes.script import Lost, Script, broken, slowly

TOKEN = "000000:TEST-TOKEN-NOT-REAL"
SECRET = "s3cret_for-tests-000000000000000000000000000"
PER_SECOND = 30


@dataclass
class FakeTelegram:
    clock: Clock
    script: Script = field(default_factory=Script)
    sent: list[tuple[str, str, float]] = field(default_factory=list)
    keyboards: list[Any] = field(default_factory=list)
    calls: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    blocked: set[str] = field(default_factory=set)
    webhook: dict[str, Any] = field(default_factory=dict)
    updates: deque[dict[str, Any]] = field(default_factory=deque)
    files: dict[str, bytes] = field(default_factory=dict)
    strict: bool = True
    threads: list[str | None] = field(default_factory=list)
    blocked_as: str = "Forbidden: bot was blocked by the user"
    closed: set[str] = field(default_factory=set)
    """Topics the reader closed."""

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/file/bot{token}/{name:path}", self._file),
                Route("/bot{token}/{method}", self._call, methods=["POST"]),
            ]
        )

    async def _call(self, request: Request) -> Response:
        method = request.path_params["method"]
        if request.path_params["token"] != TOKEN:
            return _no(401, "Unauthorized")
        form = {name: str(value) for name, value in (await request.form()).items()}
        self.calls[method] += 1
        handler = getattr(self, f"_{method}", None)
        return _yes(True) if handler is None else await handler(form)

    async def _sendMessage(self, form: dict[str, str]) -> Response:  # noqa: N802
        step = self.script.step()
        await slowly(self.script, step)
        if step == 500:
            return broken()
        if isinstance(step, int) and step >= 1000:
            return _no(429, "Too Many Requests", retry_after=step - 1000)
        if isinstance(step, int):
            return _no(step, "scripted")
        chat, text = form["chat_id"], form["text"]
        refused = self._refused(chat, text, form)
        if refused is not None:
            return refused
        self.sent.append((chat, text, self.clock.now().timestamp()))
        self.threads.append(form.get("message_thread_id"))
        markup = form.get("reply_markup")
        self.keyboards.append(json.loads(markup)["inline_keyboard"] if markup else None)
        if step == "lost":
            return Lost()
        message = {
            "message_id": len(self.sent),
            "date": 1790000000,
            "chat": {"id": int(chat), "type": "private"},
            "text": text,
        }
        return _yes(message)

    def _refused(self, chat: str, text: str, form: dict[str, str]) -> Response | None:
        markup = form.get("reply_markup")
        now = self.clock.now().timestamp()
        if chat in self.blocked:
            return _no(403, self.blocked_as)
        if len(text.encode("utf-16-le")) // 2 > 4096 or not text.strip():
            return _no(400, "Bad Request: message is too long")
        rows = json.loads(markup)["inline_keyboard"] if markup else []
        closed = form.get("message_thread_id") in self.closed
        if closed or any(
            len(k.get("callback_data", "").encode()) > 64 for row in rows for k in row
        ):
            fault = "message thread not found" if closed else "BUTTON_DATA_INVALID"
            return _no(400, f"Bad Request: {fault}")
        if not self.strict:
            return None
        recent = [at for _, _, at in self.sent[-100:] if at > now - 1]
        own = [at for who, _, at in self.sent[-100:] if who == chat and at > now - 1]
        if own or len(recent) >= PER_SECOND:
            return _no(429, "Too Many Requests", retry_after=1)
        return None

    async def _getWebhookInfo(self, _form: dict[str, str]) -> Response:  # noqa: N802
        info = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        return _yes({**info, **self.webhook})

    async def _setWebhook(self, form: dict[str, str]) -> Response:  # noqa: N802
        self.webhook = {"url": form["url"], "allowed_updates": json.loads(form["allowed_updates"])}
        return _yes(True)

    async def _deleteWebhook(self, _form: dict[str, str]) -> Response:  # noqa: N802
        self.webhook = {}
        return _yes(True)

    async def _getUpdates(self, form: dict[str, str]) -> Response:  # noqa: N802
        if self.webhook:
            return _no(409, "Conflict: can't use getUpdates while webhook is active")
        offset = int(form.get("offset", 0))
        while self.updates and self.updates[0]["update_id"] < offset:
            self.updates.popleft()
        return _yes(list(self.updates))

    async def _getFile(self, form: dict[str, str]) -> Response:  # noqa: N802
        name = form["file_id"]
        if name not in self.files:
            return _no(400, "Bad Request: invalid file_id")
        found = {"file_id": name, "file_unique_id": name, "file_path": f"photos/{name}"}
        return _yes({**found, "file_size": len(self.files[name])})

    async def _file(self, request: Request) -> Response:
        return Response(self.files[request.path_params["name"].removeprefix("photos/")])


def _yes(result: object) -> Response:
    return JSONResponse({"ok": True, "result": result})


def _no(code: int, description: str, **parameters: int) -> Response:
    body = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return JSONResponse(body, code)
