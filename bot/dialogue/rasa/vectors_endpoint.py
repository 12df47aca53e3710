"""What readers mean, as rows for Rasa's classifier: one encoder in memory, behind a token."""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Annotated

import uvicorn
from fastapi import APIRouter, FastAPI, HTTPException, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from bot.settings import CHECKOUT, Settings
from retrieval.encoder import load
from retrieval.port import Encoder, Meanings

PATH = "/rasa/vectors"
MOST = 64
"""Texts in one call: training asks for many, a turn for one."""
START_SECONDS = 10.0
Text = Annotated[str, StringConstraints(max_length=8_000)]


class Asked(BaseModel):
    texts: list[Text] = Field(max_length=MOST)


def router(encoder: Encoder, token: str) -> APIRouter:
    """`POST /rasa/vectors`: rows of little-endian float32, one per text, one after another."""
    routes = APIRouter()

    @routes.post(PATH, include_in_schema=False)
    async def vectors(asked: Asked, request: Request) -> Response:
        given = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
        if not token or not hmac.compare_digest(given.encode(), token.encode()):
            raise HTTPException(401, "a valid token is needed")
        if not isinstance(encoder, Meanings):
            raise HTTPException(404, "this encoder knows no meanings")
        rows = await asyncio.to_thread(encoder.meanings, asked.texts)
        return Response(rows.astype("<f4").tobytes(), media_type="application/octet-stream")

    return routes


@contextmanager
def serving(encoder: Encoder, token: str) -> Iterator[str]:
    """The endpoint alone on a free port, for training and for understanding without a stack."""
    web = FastAPI(docs_url=None, redoc_url=None)
    web.include_router(router(encoder, token))
    server = uvicorn.Server(uvicorn.Config(web, log_level="warning"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        thread = Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + START_SECONDS
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{free.getsockname()[1]}{PATH}"
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)


@contextmanager
def rasa_environment(home: Path) -> Iterator[dict[str, str]]:
    """What a Rasa process started from here needs: its home, its path, and vectors to ask for."""
    token = secrets.token_hex(16)
    with serving(load(Settings().encoder, home), token) as url:
        yield os.environ | {
            "THUTHU_HOME": str(home.resolve()),
            "PYTHONPATH": str(CHECKOUT),
            "THUTHU_VECTORS_URL": url,
            "THUTHU_RASA_TOKEN": token,
        }
