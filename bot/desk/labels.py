"""The desk's page of misunderstood messages: a librarian says what each one meant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends, HTTPException
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from bot.desk import doors
from bot.desk.deps import DeskDeps
from bot.desk.render import Pages
from bot.dialogue.replies import Replies
from bot.dialogue.understanding import marked as marking
from bot.store import audit, labels
from bot.store.database import Transaction
from bot.store.staff import Staff

SOCIAL = "greet goodbye thank affirm deny cancel bot_challenge out_of_scope".split()
"""Needs with no button of their own; the desk's words name them."""
KINDS = "title author subject publisher audience place date".split()
"""Entities a librarian marks; the others are known by their form."""


class Labelled(BaseModel):
    """An empty `intent`: not for training."""

    message_id: int = Field(ge=1)
    intent: str = Field(max_length=32)
    marked: str = Field(max_length=marking.LONGEST)


def router(deps: DeskDeps) -> APIRouter:
    """`/desk/cau-chua-hieu` and its calls."""
    routes = APIRouter(prefix="/desk", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    pages = Pages(deps.library_name)
    words = pages.words
    names = intents(deps.replies, words)
    reading: Any = Depends(doors.reading(deps))
    writing: Any = Depends(doors.writing(deps, words["error"]))

    @routes.get("/cau-chua-hieu")
    async def page(thuthu_desk: Annotated[str, Cookie()] = "") -> Response:
        staff = await doors.signed_in(deps, thuthu_desk)
        if staff is None:
            return RedirectResponse("/desk/dang-nhap", 303)
        return pages.html(
            "labels.html",
            staff=staff.name,
            csrf=staff.csrf,
            intents=names,
            kinds={kind: words[f"entity_{kind}"] for kind in KINDS},
            words_json=pages.words_json(),
        )

    @routes.get("/api/misunderstood")
    async def misunderstood(staff: Staff = reading) -> dict[str, Any]:
        def look(db: Transaction) -> list[labels.Misunderstood]:
            audit.viewed(db, staff.username, "misunderstood", now())
            return labels.misunderstood(db, now())

        rows = await run(look)
        return {
            "messages": [
                {
                    "id": row.message_id,
                    "text": marking.offered(row.text),
                    "taken_for": names.get(row.taken_for, ""),
                    "intent": row.taken_for if row.taken_for in names else "",
                }
                for row in rows
            ]
        }

    @routes.post("/api/labels")
    async def label(body: Labelled, staff: Staff = writing) -> JSONResponse:
        if body.intent and body.intent not in names:
            raise HTTPException(400, words["error"])

        def write(db: Transaction) -> str | None:
            text = labels.text_of(db, body.message_id)
            if text is None:
                return "gone"
            line = marking.offered(text)
            fault = marking.fault(body.marked, line) if body.intent else None
            if fault is not None:
                return f"label_{fault}"
            marked = body.marked if body.intent else line
            kept = labels.put(
                db, body.message_id, marked=marked, intent=body.intent,
                staff=staff.username, now=now(),
            )  # fmt: skip
            audit.write(db, staff.username, "label", str(body.message_id), now())
            return None if kept else "gone"

        problem = await run(write)
        if problem is None:
            return JSONResponse({"ok": True})
        return JSONResponse({"message": words[problem]}, 410 if problem == "gone" else 400)

    return routes


def intents(replies: Replies, words: Mapping[str, str]) -> dict[str, str]:
    """Every need and its name in a librarian's words."""
    return {
        **replies.meanings(),
        **{intent: words[f"intent_{intent}"] for intent in SOCIAL},
    }
