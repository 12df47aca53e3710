"""The linking page and its two calls."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pydantic import BaseModel, Field

from bot.linking.check import Checker
from bot.store import audit
from bot.store.conversations import Conversations
from bot.store.database import Database
from bot.store.link_tokens import LinkTokens, OpenToken, Redeemed
from clock import Clock
from words import of

_HERE = Path(__file__).parent
_STATIC = {"link.js": "text/javascript", "link.css": "text/css"}
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


MAX_ASKED = 1000
"""Characters of a message kept to be answered after linking."""


class Look(BaseModel):
    token: str = Field(max_length=100)


class Submit(BaseModel):
    token: str = Field(max_length=100)
    card: str = Field(max_length=64)
    pin: str = Field(max_length=64)
    consent: str = Field(max_length=32)


@dataclass(frozen=True, slots=True)
class Linking:
    """What the page works with."""

    database: Database
    conversations: Conversations
    tokens: LinkTokens
    checker: Checker
    clock: Clock
    public_url: str
    library_name: str

    async def offer(self, conversation_id: str, asked: str = "") -> str:
        """The address of a fresh page; the token is its fragment. `asked` is answered once the
        card is linked."""
        now = self.clock.now().timestamp()
        token = await self.database.run(
            lambda db: self.tokens.issue(db, conversation_id, now, asked[:MAX_ASKED])
        )
        return f"{self.public_url}/lien-ket#{token}"

    async def redeem(self, conversation_id: str, code: str) -> Redeemed | None:
        """The card for the right code typed in the right chat."""
        now = self.clock.now().timestamp()
        return await self.database.run(
            lambda db: self.tokens.redeem(db, conversation_id, code, now)
        )


def router(linking: Linking) -> APIRouter:
    """`GET /lien-ket`, `POST /lien-ket/xem`, `POST /lien-ket/the`."""
    routes = APIRouter(prefix="/lien-ket", include_in_schema=False)
    pages = Environment(loader=FileSystemLoader(_HERE / "pages"), autoescape=True)

    @routes.get("")
    async def show() -> HTMLResponse:
        words = of("linking")
        page = pages.get_template("link.html").render(
            words=words, words_json=_script_json(dict(words)), library=linking.library_name
        )
        return HTMLResponse(page, headers=HEADERS)

    @routes.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in _STATIC:
            return JSONResponse({"error": "not found"}, 404)
        return FileResponse(_HERE / "static" / name, media_type=_STATIC[name])

    @routes.post("/xem")
    async def look(body: Look) -> JSONResponse:
        now = linking.clock.now().timestamp()
        found = await linking.database.run(lambda db: linking.tokens.find(db, body.token, now))
        if not isinstance(found, OpenToken):
            return JSONResponse({"error": found}, 410, headers=HEADERS)
        conversation = await linking.database.run(
            lambda db: linking.conversations.get(db, found.conversation_id)
        )
        if conversation is None:
            return JSONResponse({"error": "unknown"}, 410, headers=HEADERS)
        shown = {"channel": conversation.channel, "name": conversation.name or ""}
        return JSONResponse(shown, headers=HEADERS)

    @routes.post("/the")
    async def submit(body: Submit, request: Request) -> JSONResponse:
        now = linking.clock.now().timestamp()
        found = await linking.database.run(lambda db: linking.tokens.find(db, body.token, now))
        if not isinstance(found, OpenToken):
            return JSONResponse({"error": found}, 410, headers=HEADERS)
        if body.consent != of("linking")["consent_version"]:
            return JSONResponse({"error": "refused"}, 403, headers=HEADERS)
        address = request.client.host if request.client else ""
        patron = await linking.checker.check(body.card, body.pin, address)
        if patron == "unavailable":
            return JSONResponse({"error": "unavailable"}, 503, headers=HEADERS)
        if isinstance(patron, str):
            return JSONResponse({"error": "refused"}, 403, headers=HEADERS)
        code = await linking.database.run(
            lambda db: linking.tokens.use(db, found, patron.id, body.consent, now)
        )
        if code is None:
            return JSONResponse({"error": "used"}, 410, headers=HEADERS)
        await linking.database.run(
            lambda db: audit.write(db, "reader", "link_checked", found.conversation_id, now)
        )
        return JSONResponse({"code": code}, headers=HEADERS)

    return routes


def _script_json(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - escaped above
