"""The linking page and its two calls."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pydantic import BaseModel, Field

from bot.linking.check import Checker, Failure
from bot.store import audit
from bot.store.conversations import Conversations
from bot.store.database import Database, Transaction
from bot.store.link_tokens import LinkTokens, OpenToken, Redeemed
from bot.store.links import Links
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


STATUS: dict[Failure, int] = {"refused": 403, "throttled": 429, "unavailable": 503}
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
    links: Links
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

    def checked(self, db: Transaction, token: OpenToken, patron_id: str, now: float) -> bool:
        """Whether the card is linked with that: the conversation had the same one before, so no
        code need show who holds the chat."""
        renewed = self.links.renewed(db, token.conversation_id, patron_id, consent(), now)
        done = "link_renewed" if renewed else "link_checked"
        audit.write(db, "reader", done, token.conversation_id, now)
        return renewed

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
        if isinstance(patron, str):
            return JSONResponse({"error": patron}, STATUS[patron], headers=HEADERS)
        code = await linking.database.run(
            lambda db: linking.tokens.use(db, found, patron.id, consent(), now)
        )
        if code is None:
            return JSONResponse({"error": "used"}, 410, headers=HEADERS)
        renewed = await linking.database.run(lambda db: linking.checked(db, found, patron.id, now))
        if renewed:
            return JSONResponse({"linked": True}, headers=HEADERS)
        return JSONResponse({"code": code}, headers=HEADERS)

    return routes


def consent() -> str:
    """What is kept of a consent: its version, and which text exactly was agreed to."""
    words = of("linking")
    digest = sha256(str(words["consent"]).encode()).hexdigest()
    return f"{words['consent_version']}:{digest[:16]}"


def _script_json(value: object) -> str:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - escaped above
