"""The web application: routers mounted, faults turned into courteous answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from bot.actions import server as actions
from bot.app import api, health, web_channel
from bot.app.parts import App
from bot.app.tasks import running
from bot.channels import webhooks
from bot.desk import router as desk
from bot.linking import router as linking
from bot.store.database import StorageDownError

MAX_BODY = 1_000_000
logger = logging.getLogger(__name__)
SAFE_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}


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
    web.include_router(health.router(app))
    web.include_router(api.router(app))
    web.include_router(linking.router(app.linking))
    web.include_router(desk.router(app))
    web.include_router(web_connector.router)
    web.include_router(webhooks.router(app.lines, app.dispatch, app.clock))
    _guard(web)
    return web


def _guard(web: FastAPI) -> None:
    """Size, headers and the one boundary where a fault is recorded."""

    @web.middleware("http")
    async def around(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY:
            return _says(413, "Nội dung gửi quá lớn.")
        try:
            response = await go_on(request)
        except StorageDownError as error:
            logger.error("storage down at %s: %s", request.url.path, error)
            return _says(503, "Hệ thống đang bận, bạn thử lại sau ít phút.")
        except asyncio.CancelledError:
            raise
        except Exception:
            logger.exception("fault at %s", request.url.path)
            return _says(503, "Hệ thống đang trục trặc, bạn thử lại sau ít phút.")
        for name, value in SAFE_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @web.exception_handler(RequestValidationError)
    async def bad_request(_request: Request, _error: RequestValidationError) -> JSONResponse:
        return _says(400, "Yêu cầu không đúng dạng.")

    @web.exception_handler(HTTPException)
    async def refused(_request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"message": str(error.detail)}, error.status_code, error.headers)


def _says(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status, SAFE_HEADERS)
