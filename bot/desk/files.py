"""Files of readers, shown to the librarian who holds their conversation."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException
from fastapi.responses import Response

from bot.desk import doors
from bot.desk.deps import DeskDeps
from bot.desk.desk_handoffs import PROBLEMS, DeskHandoffs, Problem
from bot.store import audit
from bot.store.database import Transaction
from bot.store.files import Files, Kept
from bot.store.handoffs import Handoff
from bot.store.staff import Staff
from connectors.web.kinds import FORMS
from words import of

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Nothing that a reader sent is run, guessed at, shown elsewhere, or left in the browser."""


def router(deps: DeskDeps) -> APIRouter:
    """`/desk/api/conversations/{id}/files/{key}`."""
    routes = APIRouter(prefix="/desk", include_in_schema=False)
    desk_handoffs = DeskHandoffs(deps.store.conversations, deps.replies)
    files = Files(deps.store.sealer)
    reading: Any = Depends(doors.reading(deps))

    @routes.get("/api/conversations/{conversation_id}/files/{key}")
    async def file(conversation_id: str, key: str, staff: Staff = reading) -> Response:
        now = deps.now()

        def look(db: Transaction) -> Kept | Problem:
            handoff = desk_handoffs.held(db, conversation_id, staff)
            if not isinstance(handoff, Handoff):
                return handoff
            audit.viewed(db, staff.username, conversation_id, now)
            return files.get(db, key, conversation_id) or "gone"

        found = await deps.store.database.run(look)
        if not isinstance(found, Kept):
            raise HTTPException(PROBLEMS[found], of("desk")["gone"])
        return served(found)

    return routes


def served(file: Kept) -> Response:
    """Under the fixed type of its kind: a picture in its place, all else to be saved."""
    form = FORMS[file.kind]
    way = "inline" if form.kind == "image" else "attachment"
    name = file.name or f"{form.kind}.{form.ending}"
    named = f"filename=\"{form.kind}.{form.ending}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = SAFE | {"Content-Disposition": f"{way}; {named}"}
    return Response(file.data, media_type=form.media, headers=headers)
