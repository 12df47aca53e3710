"""What the index holds, when it was built and from where; what was refused and why."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from sqlite3 import Error as StoreError
from typing import Annotated

from fastapi import APIRouter, Cookie, HTTPException, Query
from fastapi.responses import FileResponse, RedirectResponse, Response

from bot.desk import doors
from bot.desk.deps import DeskDeps
from bot.desk.render import HEADERS, Pages
from clock import HANOI
from retrieval.index.state import State, state
from words import of


def router(deps: DeskDeps) -> APIRouter:
    """`/desk/muc-luc`, for those signed in at the desk."""
    routes = APIRouter(prefix="/desk/muc-luc", include_in_schema=False)
    pages = Pages(deps.library_name, local=_local)

    @routes.get("")
    async def page(thuthu_desk: Annotated[str, Cookie()] = "") -> Response:
        if await doors.signed_in(deps, thuthu_desk) is None:
            return RedirectResponse("/desk/dang-nhap", 303)
        found = await _state(deps.home)
        words = of("desk_index")
        standing = _standing(found, words)
        return pages.html("index_state.html", said=words, found=found, standing=standing)

    @routes.get("/bi-loai")
    async def rejects(
        nguon: Annotated[str, Query(max_length=500)], thuthu_desk: Annotated[str, Cookie()] = ""
    ) -> Response:
        if await doors.signed_in(deps, thuthu_desk) is None:
            return RedirectResponse("/desk/dang-nhap", 303)
        found = await _state(deps.home)
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


def _standing(found: State | None, words: Mapping[str, str]) -> str:
    if found is None:
        return words["store_fault"]
    if found.fault:
        return words["fault"]
    for lag in ("behind", "unembedded"):
        if count := getattr(found, lag):
            return words[lag].format(count=count)
    return words["ready"]


def _local(stamp: str) -> str:
    """An ISO time as the library's clocks show it; what is none, as it is."""
    try:
        return datetime.fromisoformat(stamp).astimezone(HANOI).strftime("%H:%M %d/%m/%Y")
    except ValueError:
        return stamp
