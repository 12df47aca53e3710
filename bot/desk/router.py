"""The desk's page, its files, its search, and the stream that tells its pages to look again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Cookie, Depends, HTTPException, Query, Request
from fastapi.responses import (
    FileResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)

from bot.desk import doors, views
from bot.desk.deps import DeskDeps
from bot.desk.render import Pages
from bot.desk.roles import MAY, may
from bot.store import changes, knowledge, staff
from bot.store.staff import Staff
from retrieval.model import SearchUnavailable, WorkQuery

STATIC = Path(__file__).parent / "static"
_MEDIA = {".js": "text/javascript", ".css": "text/css"}
_STATIC = {path.name: _MEDIA[path.suffix] for path in sorted(STATIC.iterdir())}
BEAT_SECONDS = 15
"""Between signs of life. The page answers each with one of its own: browsers slow the timers of
a page in the background to one a minute, but not what comes over the network."""


def router(deps: DeskDeps) -> APIRouter:
    """`/desk` and what its page needs besides tickets."""
    routes = APIRouter(prefix="/desk", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    pages = Pages(deps.library_name)
    words = pages.words
    reading: Any = Depends(doors.reading(deps))
    writing: Any = Depends(doors.writing(deps, words["error"]))

    @routes.get("")
    async def desk(thuthu_desk: Annotated[str, Cookie()] = "") -> Response:
        who = await doors.signed_in(deps, thuthu_desk)
        if who is None:
            return RedirectResponse("/desk/dang-nhap", 303)
        return pages.html(
            "desk.html",
            staff=who.name,
            csrf=who.csrf,
            requests=deps.requests,
            may={right: may(who.role, right) for right in MAY},
            words_json=pages.words_json(),
        )

    @routes.get("/static/{name}")
    async def static(name: str) -> Response:
        if name not in _STATIC:
            raise HTTPException(404, "not found")
        return FileResponse(STATIC / name, media_type=_STATIC[name])

    @routes.post("/api/presence")
    async def presence(who: Staff = writing) -> dict[str, bool]:
        await run(lambda db: staff.seen(db, who.id, now()))
        return {"ok": True}

    @routes.get("/api/search")
    async def search(
        q: Annotated[str, Query(max_length=1000)],
        kind: Literal["works", "passages", "knowledge"] = "passages",
        _staff: Staff = reading,
    ) -> JSONResponse:
        searcher, url = deps.searcher, deps.public_url
        if kind == "knowledge":
            entries = await run(lambda db: knowledge.listed(db, "approved"))
            return JSONResponse({"hits": views.known_hits(entries, q)})
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
        """A beat whenever a message was closed or a reply went out; the page then asks. Signs of
        life between, which also keep proxies from cutting a quiet connection."""
        last, since = -1, BEAT_SECONDS
        while not deps.stopping.is_set() and not await request.is_disconnected():
            latest = await run(changes.latest)
            since += 1
            if latest != last:
                last = latest
                yield "event: queue\ndata: 1\n\nevent: conversation\ndata: all\n\n"
            if since >= BEAT_SECONDS:
                since = 0
                yield "event: beat\ndata: 1\n\n"
            await asyncio.sleep(1.0)

    return routes
