"""The web application: routers mounted, faults turned into courteous answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.app import api, health, web_channel
from bot.app.guard import Guard, says
from bot.app.parts import App
from bot.app.tasks import running
from bot.delivery import webhooks
from bot.desk import files as desk_files
from bot.desk import index_page, labels
from bot.desk import router as desk
from bot.dialogue.rasa import actions_endpoint as actions
from bot.dialogue.rasa import vectors_endpoint as vectors
from bot.linking import router as linking
from connectors.web import files


def create_app(app: App, *, with_rasa: bool) -> FastAPI:
    """The assistant as an ASGI application; its tasks live as long as it does."""
    web_connector = web_channel.connect(app)
    app.channels = {**app.channels, "web": web_connector.channel}

    @asynccontextmanager
    async def lifespan(_web: FastAPI) -> AsyncIterator[None]:
        async with running(app, with_rasa=with_rasa):
            yield

    web = FastAPI(title="Thủ Thư", lifespan=lifespan, docs_url=None, redoc_url=None)
    web.include_router(actions.router(actions.handler(app.services, app.tray), app.rasa_token))
    web.include_router(vectors.router(app.encoder, app.rasa_token))
    web.include_router(health.router(app))
    web.include_router(api.router(app))
    web.include_router(linking.router(app.linking))
    web.include_router(desk.router(app))
    web.include_router(desk_files.router(app))
    web.include_router(index_page.router(app))
    web.include_router(labels.router(app))
    web.include_router(web_connector.router)
    web.include_router(webhooks.router(app.lines, app.dispatch, app.clock))
    _refusals(web)
    web.add_middleware(Guard, larger={files.PATH: files.MOST_BODY})
    return web


def _refusals(web: FastAPI) -> None:
    """What is wrong with a request, in words."""

    @web.exception_handler(RequestValidationError)
    async def bad_request(_request: Request, _error: RequestValidationError) -> JSONResponse:
        return says(400, "Yêu cầu không đúng dạng.")

    @web.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> JSONResponse:
        message = "Không có trang này." if error.status_code == 404 else str(error.detail)
        return JSONResponse({"message": message}, error.status_code, error.headers)
