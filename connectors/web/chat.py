"""The chat over WebSocket, and the same over plain HTTP where sockets are blocked."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response, WebSocket, WebSocketDisconnect

from clock import Clock
from connectors.port import Accept
from connectors.web import wire
from connectors.web.channel import WebChannel
from connectors.web.limits import Window
from connectors.web.model import Follow, History, Talk
from connectors.web.origins import Origins
from connectors.web.sessions import Sessions
from connectors.web.wire import Body
from words import say

PER_MINUTE = 20
"""Messages one reader may write in a minute; a quick typist stays under ten."""
SESSIONS_PER_MINUTE = 120
"""From one address: two classes behind a school's router may open the chat in the same minute."""
PING_SECONDS = 25.0
"""Proxies close a silent socket after 30 to 60 s."""


@dataclass(frozen=True, slots=True)
class Chat:
    """What the routes work with."""

    accept: Accept
    history: History
    follow: Follow
    sessions: Sessions
    channel: WebChannel
    clock: Clock
    origins: Origins
    writing: Window
    opening: Window

    async def news(self, chat_key: str, after: int, known: str) -> Talk:
        """What a page lacks; all of it when the talk it knows was erased."""
        talk = await self.history(chat_key, after)
        return talk if talk.key == known or after == 0 else await self.history(chat_key, 0)

    def site(self, request: Request) -> str:
        """The site the request comes from. Raises HTTPException 403."""
        origin = self.origins.of(request.headers)
        if origin is None:
            raise HTTPException(403, say("refusals", "site_not_allowed"))
        return origin

    def reader(self, token: str, origin: str) -> str:
        """The chat key. Raises HTTPException 401."""
        chat_key = self.sessions.read(token, origin)
        if chat_key is None:
            raise HTTPException(401, say("refusals", "session_over"))
        return chat_key


def routes(chat: Chat) -> APIRouter:
    """`/chat/session`, `/chat/session/renew`, `/chat/messages`, `/chat/updates`, `/chat/ws`."""
    router = APIRouter(prefix="/chat", include_in_schema=False, route_class=chat.origins.route())

    @router.options("/{name:path}")
    async def preflight(request: Request) -> Response:
        chat.site(request)
        return Response(status_code=204)

    @router.post("/session")
    async def session(request: Request) -> dict[str, str]:
        origin = chat.site(request)
        address = request.client.host if request.client else ""
        if not chat.opening.allows(address, chat.clock.now().timestamp()):
            raise HTTPException(429, say("refusals", "acting_too_fast"))
        return {"token": chat.sessions.issue(origin)}

    @router.post("/messages")
    async def messages(request: Request) -> dict[str, bool]:
        body = formed(wire.read(wire.Message, await request.body()))
        chat_key = chat.reader(body.token, chat.site(request))
        now = chat.clock.now()
        if not chat.writing.allows(chat_key, now.timestamp()):
            raise HTTPException(429, say("refusals", "writing_too_fast"))
        return {"fresh": await chat.accept(wire.inbound(body, chat_key, now))}

    @router.post("/updates")
    async def updates(request: Request) -> dict[str, Any]:
        body = formed(wire.read(wire.After, await request.body()))
        chat_key = chat.reader(body.token, chat.site(request))
        return wire.news(await chat.news(chat_key, body.after, body.talk))

    @router.post("/session/renew")
    async def renew(request: Request) -> dict[str, str]:
        body = formed(wire.read(wire.Moved, await request.body()))
        origin = chat.site(request)
        moved = await chat.follow(chat.reader(body.token, origin), body.event_id)
        if moved is None:
            raise HTTPException(404, say("refusals", "session_unchanged"))
        return {"token": chat.sessions.of(moved, origin)}

    @router.websocket("/ws")
    async def socket(ws: WebSocket) -> None:
        origin = chat.origins.of(ws.headers)
        if origin is None:
            await ws.close(1008)
            return
        await ws.accept()
        hello = await _first(ws)
        chat_key = chat.sessions.read(hello.token, origin) if hello else None
        if hello is None or chat_key is None:
            await _leave(ws)
            return
        with chat.channel.listening(chat_key) as bell:
            bell.set()
            telling = asyncio.create_task(_tell(chat, ws, chat_key, hello, bell))
            try:
                await _listen(chat, ws, chat_key)
            except (WebSocketDisconnect, KeyError, RuntimeError):
                pass
            finally:
                telling.cancel()

    return router


def formed(body: Body | None) -> Body:
    """Raises HTTPException 400 where there is none."""
    if body is None:
        raise HTTPException(400, say("refusals", "malformed"))
    return body


async def _first(ws: WebSocket) -> wire.After | None:
    try:
        return wire.read(wire.After, await ws.receive_text())
    except (WebSocketDisconnect, KeyError):
        return None


async def _leave(ws: WebSocket) -> None:
    try:
        await ws.close(1008)
    except RuntimeError:
        return


async def _tell(
    chat: Chat, ws: WebSocket, chat_key: str, hello: wire.After, bell: asyncio.Event
) -> None:
    """Everything new, and a change of owner, at every ring; else a ping."""
    after, known, owner = hello.after, hello.talk, ""
    while True:
        try:
            await asyncio.wait_for(bell.wait(), PING_SECONDS)
        except TimeoutError:
            await ws.send_json({"ping": True})
            continue
        bell.clear()
        talk = await chat.news(chat_key, after, known)
        if talk.items or talk.owner != owner or talk.key != known:
            after = talk.items[-1].id if talk.items else after
            known, owner = talk.key, talk.owner
            await ws.send_json(wire.news(talk))


async def _listen(chat: Chat, ws: WebSocket, chat_key: str) -> None:
    """Messages of the reader, each stored before it is acknowledged."""
    while True:
        sent = wire.read(wire.Sent, await ws.receive_text())
        if sent is None:
            await ws.send_json({"refused": "format"})
            continue
        now = chat.clock.now()
        if not chat.writing.allows(chat_key, now.timestamp()):
            await ws.send_json({"refused": "rate", "event_id": sent.event_id})
            continue
        await chat.accept(wire.inbound(sent, chat_key, now))
        await ws.send_json({"got": sent.event_id})
