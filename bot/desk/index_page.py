"""What the index holds, when it was built and from where; what was refused and why."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from sqlite3 import Error as StoreError
from typing import Annotated

import yaml
from fastapi import APIRouter, Cookie, HTTPException, Query
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader

from bot.app.parts import App
from bot.desk import signing
from bot.desk.router import HEADERS
from clock import HANOI
from retrieval.index.state import State, state

_HERE = Path(__file__).parent


def router(app: App) -> APIRouter:
    """`/desk/muc-luc`, for those signed in at the desk."""
    routes = APIRouter(prefix="/desk/muc-luc", include_in_schema=False)
    words: dict[str, str] = yaml.safe_load((_HERE / "words.yaml").read_text(encoding="utf-8"))
    said: dict[str, str] = yaml.safe_load((_HERE / "index_words.yaml").read_text(encoding="utf-8"))
    pages = Environment(loader=FileSystemLoader(_HERE / "pages"), autoescape=True)
    pages.filters["local"] = _local

    async def signed_in(token: str) -> bool:
        now = app.clock.now().timestamp()
        return await app.database.run(lambda db: signing.signed_in(db, token, now)) is not None

    @routes.get("")
    async def page(thuthu_desk: Annotated[str, Cookie()] = "") -> Response:
        if not await signed_in(thuthu_desk):
            return RedirectResponse("/desk/dang-nhap", 303)
        found = await _state(app.settings.home)
        text = pages.get_template("index_state.html").render(
            words=words,
            said=said,
            library=app.services.facts.name,
            found=found,
            standing=_standing(found, said),
        )
        return HTMLResponse(text, headers=HEADERS)

    @routes.get("/index.css")
    async def style() -> Response:
        return FileResponse(_HERE / "static/index.css", media_type="text/css")

    @routes.get("/bi-loai")
    async def rejects(
        nguon: Annotated[str, Query(max_length=500)], thuthu_desk: Annotated[str, Cookie()] = ""
    ) -> Response:
        if not await signed_in(thuthu_desk):
            return RedirectResponse("/desk/dang-nhap", 303)
        found = await _state(app.settings.home)
        runs = found.sources if found is not None else ()
        named = next((run.rejects_file for run in runs if run.source == nguon), "")
        if not named or not await asyncio.to_thread(Path(named).is_file):
            raise HTTPException(404, "no such file")
        return FileResponse(named, filename=Path(named).name, headers=HEADERS)

    return routes


async def _state(home: Path) -> State | None:
    """None when the record store cannot be read."""
    try:
        return await asyncio.to_thread(state, home)
    except StoreError:
        return None


def _standing(found: State | None, said: dict[str, str]) -> str:
    if found is None:
        return said["store_fault"]
    if found.fault:
        return said["fault"]
    for lag in ("behind", "unembedded"):
        if count := getattr(found, lag):
            return said[lag].format(count=count)
    return said["ready"]


def _local(stamp: str) -> str:
    """An ISO time as the library's clocks show it; what is none, as it is."""
    try:
        return datetime.fromisoformat(stamp).astimezone(HANOI).strftime("%H:%M %d/%m/%Y")
    except ValueError:
        return stamp
