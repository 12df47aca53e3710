"""The desk's door: the page to sign in on, and the way out."""

from __future__ import annotations

import asyncio
import secrets
from typing import Annotated

from fastapi import APIRouter, Cookie, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.desk import signing
from bot.desk.deps import DeskDeps
from bot.desk.desk_handoffs import DeskHandoffs
from bot.desk.render import Pages
from bot.desk.signing import Visitor
from bot.store import audit, staff, staff_sessions
from bot.store.database import Transaction

COOKIE = "thuthu_desk"
BEFORE = "thuthu_desk_csrf"
BROWSER = "thuthu_desk_browser"


def router(deps: DeskDeps) -> APIRouter:
    """`/desk/dang-nhap`, `/desk/dang-xuat`."""
    routes = APIRouter(prefix="/desk", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    pages = Pages(deps.library_name)
    words = pages.words
    desk_handoffs = DeskHandoffs(deps.store.conversations, deps.replies)

    @routes.get("/dang-nhap")
    async def sign_in_page() -> Response:
        return _page("")

    def _page(problem: str, status: int = 200, username: str = "") -> Response:
        token = secrets.token_urlsafe(24)
        response = pages.html("sign_in.html", csrf=token, problem=problem, username=username)
        response.status_code = status
        _cookie(deps, response, BEFORE, token, signing.SESSION_SECONDS)
        return response

    @routes.post("/dang-nhap")
    async def sign_in(
        request: Request,
        username: Annotated[str, Form(max_length=64)] = "",
        password: Annotated[str, Form(max_length=200)] = "",
        csrf: Annotated[str, Form(max_length=64)] = "",
    ) -> Response:
        if not csrf or not signing.same(csrf, request.cookies.get(BEFORE, "")):
            return _page(words["error"], 403, username)
        visitor = _visitor(request)
        if not await run(lambda db: signing.admit(db, username, visitor, now())):
            return _page(words["sign_in_throttled"], 429, username)
        staff_id, password_hash = await run(lambda db: signing.known(db, username))
        right = await asyncio.to_thread(signing.matches, password, password_hash)
        if staff_id is None or not right:
            return _page(words["sign_in_failed"], 403, username)

        def come_in(db: Transaction) -> tuple[str, str]:
            tokens = signing.open_session(db, staff_id, now(), name=username, visitor=visitor)
            staff.seen(db, staff_id, now())
            audit.write(db, username, "sign_in", "desk", now())
            return tokens

        token, browser = await run(come_in)
        response = RedirectResponse("/desk", 303)
        _cookie(deps, response, COOKIE, token, signing.SESSION_SECONDS)
        _cookie(deps, response, BROWSER, browser, staff_sessions.BROWSER_SECONDS)
        response.delete_cookie(BEFORE, path="/desk")
        return response

    @routes.post("/dang-xuat")
    async def sign_out(
        csrf: Annotated[str, Form(max_length=64)] = "",
        thuthu_desk: Annotated[str, Cookie()] = "",
    ) -> Response:
        def go(db: Transaction) -> None:
            who = signing.signed_in(db, thuthu_desk, now())
            if who is None or not signing.same(csrf, who.csrf):
                return
            signing.sign_out(db, thuthu_desk)
            audit.write(db, who.username, "sign_out", "desk", now())
            if not staff_sessions.of_staff(db, who.id, now()):
                staff.seen(db, who.id, 0.0)
                desk_handoffs.leave(db, who.id, who.username, now())

        await run(go)
        deps.replied()
        response = RedirectResponse("/desk/dang-nhap", 303)
        response.delete_cookie(COOKIE, path="/desk")
        return response

    return routes


def _visitor(request: Request) -> Visitor:
    return Visitor(
        request.client.host if request.client else "",
        request.headers.get("user-agent", ""),
        request.cookies.get(BROWSER, "")[:64],
        request.cookies.get(COOKIE, ""),
    )


def _cookie(deps: DeskDeps, response: Response, name: str, value: str, seconds: float) -> None:
    response.set_cookie(
        name,
        value,
        path="/desk",
        httponly=True,
        samesite="strict",
        secure=deps.public_url.startswith("https://"),
        max_age=int(seconds),
    )
