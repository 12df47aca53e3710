"""A Rasa server as the app sees it: REST channel, tracker events, status; and its failures.

It takes every message for one intent and has the app run that intent's action over HTTP, as
Rasa does. `mood` turns it into the ways in which Rasa fails.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

Mood = Literal["well", "empty", "frozen", "garbage", "error"]


@dataclass
class FakeRasa:
    """`actions` is the app's action address. `restarted` collects forgotten conversations."""

    actions: str
    token: str
    intent: str = "opening_hours"
    mood: Mood = "well"
    frozen_seconds: float = 30.0
    calls: int = 0
    restarted: list[str] = field(default_factory=list)
    http: httpx.AsyncClient = field(default_factory=httpx.AsyncClient)

    def app(self) -> FastAPI:
        web = FastAPI()
        web.post("/webhooks/rest/webhook")(self._message)
        web.post("/model/parse")(self._parse)
        web.put("/conversations/{name}/tracker/events")(self._events)
        web.get("/status")(self._status)
        return web

    async def _message(self, request: Request) -> Response:
        self.calls += 1
        body = await request.json()
        failing = await self._failing()
        return failing if failing is not None else JSONResponse(await self._acted(body))

    async def _parse(self, request: Request) -> Response:
        body = await request.json()
        failing = await self._failing()
        return failing if failing is not None else JSONResponse(self._meant(body["text"]))

    async def _failing(self) -> Response | None:
        """What is answered in each mood but the good one."""
        match self.mood:
            case "frozen":
                await asyncio.sleep(self.frozen_seconds)
            case "garbage":
                return Response(b"<html>\xff", media_type="text/html")
            case "error":
                return JSONResponse({"reason": "ConversationError"}, 500)
            case "well":
                return None
        return JSONResponse([])

    def _meant(self, text: str) -> dict[str, Any]:
        intent = {"name": self.intent, "confidence": 0.9}
        return {"text": text, "intent": intent, "intent_ranking": [intent], "entities": []}

    async def _acted(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        message = {**self._meant(body["message"]), "metadata": body["metadata"]}
        call = {
            "next_action": f"action_{self.intent}",
            "sender_id": body["sender"],
            "tracker": {
                "sender_id": body["sender"],
                "slots": {},
                "latest_message": message,
                "active_loop": {},
            },
        }
        done = await self.http.post(self.actions, params={"token": self.token}, json=call)
        return [{"recipient_id": body["sender"], **said} for said in done.json()["responses"]]

    async def _events(self, name: str, request: Request) -> Response:
        if request.query_params.get("token") != self.token:
            return JSONResponse({"reason": "NotAuthenticated"}, 401)
        if await request.json() == []:
            self.restarted.append(name)
        return JSONResponse({})

    async def _status(self, request: Request) -> Response:
        allowed = request.query_params.get("token") == self.token and self.mood != "error"
        return JSONResponse({}, 200 if allowed else 401)
