"""The web application: routers mounted, faults turned into courteous answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.app import api, health
from bot.app.guard import Guard, says
from bot.app.loops import running
from bot.app.root import Assistant
from bot.delivery import webhooks
from bot.desk import files as desk_files
from bot.desk import index_page, labels, requests
from bot.desk import router as desk
from bot.dialogue.rasa import actions_endpoint as actions
from bot.dialogue.rasa import vectors_endpoint as vectors
from bot.linking import router as linking
from connectors.web import files
from words import say


def create_app(assistant: Assistant, *, with_rasa: bool) -> FastAPI:
    """The assistant as an ASGI application; its tasks live as long as it does."""

    @asynccontextmanager
    async def lifespan(_web: FastAPI) -> AsyncIterator[None]:
        async with running(assistant.loops, with_rasa=with_rasa):
            yield

    web = FastAPI(title="Thủ Thư", lifespan=lifespan, docs_url=None, redoc_url=None)
    rasa = assistant.rasa
    web.include_router(actions.router(actions.handler(rasa.services, rasa.buffer), rasa.token))
    web.include_router(vectors.router(rasa.encoder, rasa.token))
    web.include_router(health.router(assistant.health))
    web.include_router(api.router(assistant.ask))
    web.include_router(linking.router(assistant.linking))
    for room in (desk, desk_files, index_page, labels):
        web.include_router(room.router(assistant.desk))
    if assistant.requests is not None:
        web.include_router(requests.router(assistant.requests))
    web.include_router(assistant.web.router)
    web.include_router(
        webhooks.router(assistant.registry, assistant.delivery.intake, assistant.clock)
    )
    _refusals(web)
    web.add_middleware(Guard, larger={files.PATH: files.MAX_BODY})
    return web


def _refusals(web: FastAPI) -> None:
    """What is wrong with a request, in words."""

    @web.exception_handler(RequestValidationError)
    async def bad_request(_request: Request, _error: RequestValidationError) -> JSONResponse:
        return says(400, say("refusals", "malformed"))

    @web.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> JSONResponse:
        message = say("refusals", "no_page") if error.status_code == 404 else str(error.detail)
        return JSONResponse({"message": message}, error.status_code, error.headers)
