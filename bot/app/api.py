"""`POST /api/ask`: one message and its answer, for the command line on this machine."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel, Field

from bot.app import waiting

LOCAL = ("127.0.0.1", "::1", "testclient")


class Ask(BaseModel):
    text: str = Field(max_length=4_000)
    conversation: str | None = Field(default=None, max_length=64)
    payload: str | None = Field(default=None, max_length=2_000)


def router(deps: waiting.AskDeps) -> APIRouter:
    """Only this machine is answered: other readers have the channels."""
    routes = APIRouter(prefix="/api", include_in_schema=False)

    @routes.post("/ask")
    async def ask(body: Ask, request: Request) -> dict[str, Any]:
        if request.client is None or request.client.host not in LOCAL:
            raise HTTPException(403, "only from this machine")
        if "x-forwarded-for" in request.headers:
            raise HTTPException(403, "only from this machine")
        return await waiting.ask(deps, body.text, body.conversation, body.payload)

    return routes
