"""The chat over WebSocket, and the same over plain HTTP where sockets are blocked."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter, HTTPException, Request, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, ValidationError

from clock import Clock
from connectors.port import Accept
from connectors.web import wire
from connectors.web.channel import WebChannel
from connectors.web.limits import Window
from connectors.web.model import History
from connectors.web.sessions import Sessions

PER_MINUTE = 20
"""Messages one reader may write in a minute; a quick typist stays under ten."""
SESSIONS_PER_MINUTE = 30
PING_SECONDS = 25.0
"""Proxies close a silent socket after 30 to 60 s."""


class After(BaseModel):
    token: str = Field(max_length=200)
    after: int = Field(default=0, ge=0)


class Message(wire.Sent):
    token: str = Field(max_length=200)


@dataclass(frozen=True, slots=True)
class Chat:
    """What the routes work with."""

    accept: Accept
    history: History
    sessions: Sessions
    channel: WebChannel
    clock: Clock
    origins: frozenset[str]
    writing: Window
    opening: Window

    def origin(self, headers: Mapping[str, str]) -> str | None:
        """The site the request comes from; None when it may not embed the widget."""
        own = headers.get("host", "")
        named = headers.get("origin", "")
        if not named or urlsplit(named).netloc == own:
            return own
        return named if named in self.origins else None

    async def news(self, chat_key: str, after: int) -> list[dict[str, Any]]:
        return [wire.bubble(item) for item in await self.history(chat_key, after)]


def routes(chat: Chat) -> APIRouter:
    """`/chat/session`, `/chat/messages`, `/chat/updates`, `/chat/ws`."""
    router = APIRouter(prefix="/chat", include_in_schema=False)

    def site(request: Request) -> str:
        origin = chat.origin(request.headers)
        if origin is None:
            raise HTTPException(403, "Trang web này chưa được phép nhúng khung trò chuyện.")
        return origin

    def reader(token: str, origin: str) -> str:
        chat_key = chat.sessions.read(token, origin)
        if chat_key is None:
            raise HTTPException(401, "Phiên trò chuyện không còn hiệu lực.")
        return chat_key

    @router.post("/session")
    async def session(request: Request) -> dict[str, str]:
        origin = site(request)
        address = request.client.host if request.client else ""
        if not chat.opening.allows(address, chat.clock.now().timestamp()):
            raise HTTPException(429, "Bạn thao tác hơi nhanh, vui lòng đợi một chút.")
        return {"token": chat.sessions.issue(origin)}

    @router.post("/messages")
    async def messages(body: Message, request: Request) -> dict[str, bool]:
        chat_key = reader(body.token, site(request))
        now = chat.clock.now()
        if not chat.writing.allows(chat_key, now.timestamp()):
            raise HTTPException(429, "Bạn nhắn hơi nhanh, vui lòng đợi một chút.")
        return {"fresh": await chat.accept(wire.inbound(body, chat_key, now))}

    @router.post("/updates")
    async def updates(body: After, request: Request) -> dict[str, Any]:
        return {"items": await chat.news(reader(body.token, site(request)), body.after)}

    @router.websocket("/ws")
    async def socket(ws: WebSocket) -> None:
        origin = chat.origin(ws.headers)
        if origin is None:
            await ws.close(1008)
            return
        await ws.accept()
        try:
            hello = After.model_validate_json(await ws.receive_text())
            chat_key = chat.sessions.read(hello.token, origin)
        except (ValidationError, WebSocketDisconnect, KeyError):
            chat_key = None
        if chat_key is None:
            await _leave(ws)
            return
        with chat.channel.listening(chat_key) as bell:
            bell.set()
            telling = asyncio.create_task(_tell(chat, ws, chat_key, hello.after, bell))
            try:
                await _listen(chat, ws, chat_key)
            except (WebSocketDisconnect, KeyError, RuntimeError):
                pass
            finally:
                telling.cancel()

    return router


async def _leave(ws: WebSocket) -> None:
    try:
        await ws.close(1008)
    except RuntimeError:
        return


async def _tell(chat: Chat, ws: WebSocket, chat_key: str, after: int, bell: asyncio.Event) -> None:
    """Everything new since `after`, at every ring; a ping when nothing rings."""
    while True:
        try:
            await asyncio.wait_for(bell.wait(), PING_SECONDS)
        except TimeoutError:
            await ws.send_json({"ping": True})
            continue
        bell.clear()
        items = await chat.news(chat_key, after)
        if items:
            after = int(items[-1]["id"])
            await ws.send_json({"items": items})


async def _listen(chat: Chat, ws: WebSocket, chat_key: str) -> None:
    """Messages of the reader, each stored before it is acknowledged."""
    while True:
        try:
            sent = wire.Sent.model_validate_json(await ws.receive_text())
        except ValidationError:
            await ws.send_json({"refused": "format"})
            continue
        now = chat.clock.now()
        if not chat.writing.allows(chat_key, now.timestamp()):
            await ws.send_json({"refused": "rate", "event_id": sent.event_id})
            continue
        await chat.accept(wire.inbound(sent, chat_key, now))
        await ws.send_json({"got": sent.event_id})
