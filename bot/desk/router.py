"""The desk's pages and calls. Every write carries the session's CSRF token."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Cookie, Depends, Form, HTTPException, Query, Request
from fastapi.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from pydantic import BaseModel, Field

from bot.desk import doors, signing, views
from bot.desk.deps import DeskDeps
from bot.desk.desk_handoffs import PROBLEMS, DeskHandoffs, Problem, Taken
from bot.desk.render import Pages
from bot.store import audit, changes
from bot.store.handoffs import Handoff
from bot.store.staff import Staff
from connectors.messages import Citation, Rights
from retrieval.model import SearchUnavailable, WorkQuery

_HERE = Path(__file__).parent
COOKIE = "thuthu_desk"
BEFORE = "thuthu_desk_csrf"
QUIET_SECONDS = 20
"""Without a beat; proxies wait a minute."""
_STATIC = {
    "desk.js": "text/javascript",
    "labels.js": "text/javascript",
    "call.js": "text/javascript",
    "desk.css": "text/css",
    "index.css": "text/css",
}


class Cited(BaseModel):
    """A citation as the desk's page sends it back."""

    work_id: str = Field(max_length=64)
    title: str = Field(max_length=500)
    author: str = Field(max_length=500)
    page: int | None = Field(default=None, ge=1, lt=100_000)
    quote: str = Field(max_length=1000)
    rights: Rights = "open"


class Answer(BaseModel):
    text: str = Field(min_length=1, max_length=4000)
    citations: list[Cited] = Field(default=[], max_length=10)
    key: str = Field(min_length=8, max_length=64)


class Closing(BaseModel):
    read_level: int = Field(ge=1, le=6)
    outcome: Literal["answered", "partly", "referred", "unanswered"]


def router(deps: DeskDeps) -> APIRouter:  # noqa: PLR0915 - the table of the desk's calls
    """`/desk` and what stands under it."""
    routes = APIRouter(prefix="/desk", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    pages = Pages(deps.library_name)
    words = pages.words
    desk_handoffs = DeskHandoffs(deps.store.conversations, deps.replies)

    reading: Any = Depends(doors.reading(deps))
    writing: Any = Depends(doors.writing(deps, words["error"]))

    @routes.get("")
    async def desk(thuthu_desk: Annotated[str, Cookie()] = "") -> Response:
        staff = await doors.signed_in(deps, thuthu_desk)
        if staff is None:
            return RedirectResponse("/desk/dang-nhap", 303)
        return pages.html(
            "desk.html", staff=staff.name, csrf=staff.csrf, words_json=pages.words_json()
        )

    @routes.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in _STATIC:
            raise HTTPException(404, "not found")
        return FileResponse(_HERE / "static" / name, media_type=_STATIC[name])

    @routes.get("/dang-nhap")
    async def sign_in_page() -> Response:
        return _sign_in_page("")

    def _sign_in_page(problem: str, status: int = 200) -> Response:
        token = secrets.token_urlsafe(24)
        response = pages.html("sign_in.html", csrf=token, problem=problem)
        response.status_code = status
        _cookie(deps, response, BEFORE, token)
        return response

    @routes.post("/dang-nhap")
    async def sign_in(
        request: Request,
        username: Annotated[str, Form(max_length=64)] = "",
        password: Annotated[str, Form(max_length=200)] = "",
        csrf: Annotated[str, Form(max_length=64)] = "",
    ) -> Response:
        if not csrf or not signing.same(csrf, request.cookies.get(BEFORE, "")):
            return _sign_in_page(words["error"], 403)
        address = request.client.host if request.client else ""
        if not await run(lambda db: signing.admit(db, username, address, now())):
            return _sign_in_page(words["sign_in_throttled"], 429)
        staff_id, password_hash = await run(lambda db: signing.known(db, username))
        right = await asyncio.to_thread(signing.matches, password, password_hash)
        if staff_id is None or not right:
            return _sign_in_page(words["sign_in_failed"], 403)
        token = await run(
            lambda db: signing.open_session(
                db,
                staff_id,
                now(),
                name=username,
                address=address,
                before=request.cookies.get(COOKIE, ""),
            )
        )
        await run(lambda db: audit.write(db, username, "sign_in", "desk", now()))
        response = RedirectResponse("/desk", 303)
        _cookie(deps, response, COOKIE, token)
        response.delete_cookie(BEFORE, path="/desk")
        return response

    @routes.post("/dang-xuat")
    async def sign_out(
        csrf: Annotated[str, Form(max_length=64)] = "",
        thuthu_desk: Annotated[str, Cookie()] = "",
    ) -> Response:
        staff = await run(lambda db: signing.signed_in(db, thuthu_desk, now()))
        if staff is not None and signing.same(csrf, staff.csrf):
            await run(lambda db: signing.sign_out(db, thuthu_desk))
        response = RedirectResponse("/desk/dang-nhap", 303)
        response.delete_cookie(COOKIE, path="/desk")
        return response

    @routes.get("/api/queue")
    async def queue(staff: Staff = reading) -> dict[str, Any]:
        found = await run(lambda db: views.queue(db, deps.store.conversations, staff, now()))
        return {**found, "faults": _faults(deps.faults, words)}

    @routes.get("/api/conversations/{conversation_id}")
    async def conversation(conversation_id: str, staff: Staff = reading) -> JSONResponse:
        def look(db: Any) -> dict[str, Any] | Problem:
            handoff = desk_handoffs.held(db, conversation_id, staff)
            if not isinstance(handoff, Handoff):
                return handoff
            audit.viewed(db, staff.username, conversation_id, now())
            return views.conversation(
                db, deps.store.conversations, deps.store.links, handoff, words
            )

        view = await run(look)
        return _problem(view, words) if isinstance(view, str) else JSONResponse(view)

    @routes.post("/api/conversations/{conversation_id}/claim")
    async def claim(conversation_id: str, staff: Staff = writing) -> JSONResponse:
        done = await run(lambda db: desk_handoffs.claim(db, conversation_id, staff, now()))
        if isinstance(done, Taken):
            message = words["already_taken"].replace("{name}", done.name)
            return JSONResponse({"message": message}, 409)
        return _done(done if isinstance(done, str) else None)

    @routes.post("/api/conversations/{conversation_id}/release")
    async def release(conversation_id: str, staff: Staff = writing) -> JSONResponse:
        return _done(await run(lambda db: desk_handoffs.release(db, conversation_id, staff, now())))

    @routes.post("/api/conversations/{conversation_id}/hand-back")
    async def hand_back(conversation_id: str, staff: Staff = writing) -> JSONResponse:
        return _done(
            await run(
                lambda db: desk_handoffs.finish(
                    db, conversation_id, staff, now(), outcome="handed_back"
                )
            )
        )

    @routes.post("/api/conversations/{conversation_id}/close")
    async def close(conversation_id: str, body: Closing, staff: Staff = writing) -> JSONResponse:
        return _done(
            await run(
                lambda db: desk_handoffs.finish(
                    db,
                    conversation_id,
                    staff,
                    now(),
                    outcome=body.outcome,
                    read_level=body.read_level,
                )
            )
        )

    @routes.post("/api/conversations/{conversation_id}/reply")
    async def reply(conversation_id: str, body: Answer, staff: Staff = writing) -> JSONResponse:
        cited = tuple(_citation(c, deps.public_url) for c in body.citations)
        return _done(
            await run(
                lambda db: desk_handoffs.reply(
                    db,
                    conversation_id,
                    staff,
                    now(),
                    text=body.text,
                    citations=cited,
                    key=body.key,
                )
            )
        )

    def _done(problem: Problem | None) -> JSONResponse:
        deps.replied()
        return JSONResponse({"ok": True}) if problem is None else _problem(problem, words)

    @routes.get("/api/search")
    async def search(
        q: Annotated[str, Query(max_length=1000)],
        kind: Literal["works", "passages"] = "passages",
        _staff: Staff = reading,
    ) -> JSONResponse:
        searcher, url = deps.searcher, deps.public_url
        if kind == "works":
            works = await asyncio.to_thread(searcher.works, WorkQuery(text=q[:300], limit=8))
            if isinstance(works, SearchUnavailable):
                return JSONResponse({"message": words["error"]}, 503)
            return JSONResponse({"hits": [views.work_hit(hit) for hit in works.hits]})
        found = await asyncio.to_thread(searcher.passages, q[:300], 8)
        if isinstance(found, SearchUnavailable):
            return JSONResponse({"message": words["error"]}, 503)
        return JSONResponse({"hits": [views.passage_hit(hit, url) for hit in found.hits]})

    @routes.get("/api/events")
    async def events(request: Request, _staff: Staff = reading) -> StreamingResponse:
        return StreamingResponse(
            _beats(request), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _beats(request: Request) -> AsyncIterator[str]:
        """A beat whenever a message was closed or a reply went out; the page then asks. In the
        quiet an empty line, or a proxy would cut the connection."""
        last, quiet = -1, 0
        while not deps.stopping.is_set() and not await request.is_disconnected():
            latest = await run(changes.latest)
            quiet += 1
            if latest != last:
                last, quiet = latest, 0
                yield "event: queue\ndata: 1\n\nevent: conversation\ndata: all\n\n"
            elif quiet >= QUIET_SECONDS:
                quiet = 0
                yield ":\n\n"
            await asyncio.sleep(1.0)

    return routes


def _cookie(deps: DeskDeps, response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        path="/desk",
        httponly=True,
        samesite="strict",
        secure=deps.public_url.startswith("https://"),
        max_age=int(signing.SESSION_SECONDS),
    )


def _citation(cited: Cited, public_url: str) -> Citation:
    """The address is ours, whatever the page sent."""
    mark = urlencode({"cau": cited.quote}, quote_via=quote)
    page = f"{public_url}/xem/{quote(cited.work_id, safe='')}/{cited.page}?{mark}"
    url = page if cited.page and cited.rights == "open" else ""
    return Citation(
        cited.work_id, cited.title, cited.author, cited.page, cited.quote, url, rights=cited.rights
    )


def _faults(faults: Mapping[str, Callable[[], str]], words: Mapping[str, str]) -> list[str]:
    """A sentence for each file of the library's own that could not be read again."""
    told = ((name, fault()) for name, fault in faults.items())
    return [words[f"fault_{name}"].format(reason=reason) for name, reason in told if reason]


def _problem(problem: Problem, words: Mapping[str, str]) -> JSONResponse:
    return JSONResponse({"message": words["gone"]}, PROBLEMS[problem])
