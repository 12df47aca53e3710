"""`POST /webhooks/<channel>`: verified, stored, then 200."""

from __future__ import annotations

import html
import logging

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from bot.delivery.channels.registry import ADDRESSES, ChannelRegistry
from bot.delivery.intake import Intake
from clock import Clock
from connectors.limited import MAX_BODY
from connectors.port import RawRequest
from connectors.zalo.oa import NoToken
from words import say

CONSENT = "consent_until"
CALLBACK = "/zalo/callback"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-store",
}
PAGE = """<!doctype html><html lang="vi"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Zalo</title>
<body style="font:18px/1.6 sans-serif;max-width:34em;margin:3em auto;padding:0 1em">
<h1>{title}</h1><p>{text}</p></body></html>"""
logger = logging.getLogger(__name__)


def router(registry: ChannelRegistry, intake: Intake, clock: Clock) -> APIRouter:
    """The webhooks of all channels, and the page Zalo returns to after consent."""
    routes = APIRouter(include_in_schema=False)
    run = intake.store.database.run
    channels = {ADDRESSES[name]: channel for name, channel in registry.channels.items()}

    @routes.post("/webhooks/{part}")
    async def webhook(part: str, request: Request) -> Response:
        channel = channels.get(part)
        if channel is None:
            return JSONResponse({"error": "no such channel"}, 404)
        body = await _body(request)
        if body is None:
            return JSONResponse({"error": "too large"}, 413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        remote = request.client.host if request.client else ""
        refused = await intake.receive(channel, RawRequest(headers, body, remote))
        if refused is not None:
            return JSONResponse({"error": refused.reason}, refused.status)
        return JSONResponse({"ok": True})

    @routes.get(CALLBACK)
    async def consented(code: str = "", oa_id: str = "") -> HTMLResponse:
        if registry.tokens is None:
            return _page(_said("not_asked"), 404)
        now = clock.now().timestamp()
        until = await run(lambda db: registry.facts.count(db, "zalo", CONSENT))
        if now >= until or not code:
            return _page(_said("not_asked"), 403)
        if registry.settings.zalo_oa_id and oa_id != registry.settings.zalo_oa_id:
            return _page(_said("other_oa"), 403)
        await run(lambda db: registry.facts.put(db, "zalo", CONSENT, "0", now))
        answer = await registry.tokens.consent(code[:2000])
        if isinstance(answer, NoToken):
            logger.error("zalo consent failed: %s", answer.reason)
            return _page(_said("failed", reason=html.escape(answer.reason)), 502)
        return _page(_said("done"), 200)

    return routes


async def _body(request: Request) -> bytes | None:
    """The raw bytes, untouched; None when there are too many."""
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > MAX_BODY:
            return None
    return bytes(data)


def _said(key: str, **values: str) -> str:
    return say("channels", f"pages.{key}", **values)


def _page(text: str, status: int) -> HTMLResponse:
    return HTMLResponse(PAGE.format(title=_said("title"), text=text), status, HEADERS)
