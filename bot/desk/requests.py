"""Renewals and holds that readers asked for and the desk carries out: listed, closed in bulk."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Cookie, Depends, HTTPException
from fastapi.responses import FileResponse, JSONResponse, RedirectResponse, Response
from markupsafe import Markup
from pydantic import BaseModel, Field

from bot.desk import doors
from bot.desk.deps import DeskDeps
from bot.desk.render import Pages
from bot.store import audit
from bot.store.database import Transaction
from bot.store.staff import Staff
from library.exports import DeskRequest, Requests, RequestsError, Wish
from words import of

_HERE = Path(__file__).parent
_STATIC = {"requests.js": "text/javascript", "requests.css": "text/css"}
MOST_AT_ONCE = 500

Title = Callable[[Wish], Awaitable[str]]
Tell = Callable[[], Awaitable[Sequence[str]]]
"""Tells the readers whose requests were closed; gives the cards of those who cannot be told."""


@dataclass(frozen=True, slots=True)
class RequestsDesk:
    """What the page works with."""

    desk: DeskDeps
    requests: Requests
    tell: Tell
    title: Title
    branch: Callable[[Wish], str]


class Closing(BaseModel):
    numbers: list[int] = Field(min_length=1, max_length=MOST_AT_ONCE)
    outcome: Literal["done", "refused"]
    note: str = Field(default="", max_length=500)


def router(deps: RequestsDesk) -> APIRouter:
    """`/desk/yeu-cau` and its calls."""
    routes = APIRouter(prefix="/desk", include_in_schema=False)
    desk = deps.desk
    pages = Pages(desk.library_name)
    reading: Any = Depends(doors.reading(desk))
    writing: Any = Depends(doors.writing(desk, pages.words["error"]))

    @routes.get("/yeu-cau")
    async def page(thuthu_desk: Annotated[str, Cookie()] = "") -> Response:
        staff = await doors.signed_in(desk, thuthu_desk)
        if staff is None:
            return RedirectResponse("/desk/dang-nhap", 303)
        return pages.html(
            "requests.html", said=of("desk_requests"), said_json=_script_json(),
            staff=staff.name, csrf=staff.csrf, words_json=pages.words_json(),
        )  # fmt: skip

    @routes.get("/yeu-cau/tep/{name}")
    async def static(name: str) -> Response:
        if name not in _STATIC:
            raise HTTPException(404, "not found")
        return FileResponse(_HERE / "static" / name, media_type=_STATIC[name])

    @routes.get("/api/requests")
    async def listed(staff: Staff = reading) -> JSONResponse:
        try:
            found = await deps.requests.open(MOST_AT_ONCE)
        except RequestsError:
            return JSONResponse({"message": of("desk_requests")["broken"]}, 503)
        await desk.store.database.run(
            lambda db: audit.viewed(db, staff.username, "requests", desk.now())
        )
        today = desk.clock.today()
        rows = [_row(deps, each, await deps.title(each.wish), today) for each in found]
        return JSONResponse({"requests": rows})

    @routes.post("/api/requests/close")
    async def close(body: Closing, staff: Staff = writing) -> JSONResponse:
        words, note = of("desk_requests"), body.note.strip()
        if body.outcome == "refused" and not note:
            return JSONResponse({"message": words["note_first"]}, 400)
        try:
            closed = await deps.requests.close(
                body.numbers, body.outcome, note, staff.username, desk.clock.now()
            )
        except RequestsError:
            return JSONResponse({"message": words["broken"]}, 503)
        await desk.store.database.run(lambda db: _audited(db, closed, staff, desk.now()))
        untold = sorted(set(await deps.tell()))
        return JSONResponse({"closed": len(closed), "untold": untold})

    return routes


def _audited(db: Transaction, closed: Sequence[DeskRequest], staff: Staff, now: float) -> None:
    for one in closed:
        audit.write(db, staff.username, f"request_{one.outcome}", str(one.number), now)


def _row(deps: RequestsDesk, each: DeskRequest, title: str, today: date) -> dict[str, Any]:
    return {
        "number": each.number,
        "kind": each.wish.kind,
        "title": title,
        "card": each.wish.patron_id,
        "branch": deps.branch(each.wish),
        "asked": f"{each.asked:%H:%M %d/%m}",
        "promised": f"{each.promised:%d/%m/%Y}",
        "late": each.promised < today,
    }


def _script_json() -> Markup:
    """The page's own words for its script, as JSON that cannot end the element it stands in."""
    text = json.dumps(dict(of("desk_requests")), ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - escaped
