"""Canned replies: one's own and those all share, with the places filled for a conversation."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query
from pydantic import BaseModel, Field

from bot.desk import doors
from bot.desk.deps import DeskDeps
from bot.desk.roles import may
from bot.store import audit, canned
from bot.store.database import Transaction
from bot.store.staff import Staff
from words import of

PLACES = ("ban_doc", "thu_thu", "thu_vien")
"""What `{…}` may name in a canned reply: reader, librarian, library."""


class Written(BaseModel):
    title: str = Field(min_length=1, max_length=80)
    text: str = Field(min_length=1, max_length=2000)
    shared: bool = False


def router(deps: DeskDeps) -> APIRouter:
    """`/desk/api/canned`."""
    routes = APIRouter(prefix="/desk/api/canned", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    words = of("desk")
    reading: Any = Depends(doors.reading(deps))
    writing: Any = Depends(doors.writing(deps, words["error"]))

    @routes.get("")
    async def usable(
        conversation: Annotated[str, Query(max_length=32)] = "", who: Staff = reading
    ) -> dict[str, Any]:
        """With their places filled for the reader of a conversation, where one is given."""

        def look(db: Transaction) -> tuple[str, list[canned.Canned]]:
            found = deps.store.conversations.get(db, conversation) if conversation else None
            holder = found is not None and found.staff_id == who.id
            name = (found.name or "") if found is not None and holder else ""
            return name, canned.usable(db, who.id)

        reader, rows = await run(look)
        values = {
            "ban_doc": reader or words["reader_plain"],
            "thu_thu": who.name,
            "thu_vien": deps.library_name,
        }
        return {
            "replies": [
                {
                    "id": each.id,
                    "title": each.title,
                    "text": filled(each.text, values),
                    "shared": each.shared,
                    "mine": not each.shared or may(who.role, "shared_words"),
                }
                for each in rows
            ],
            "may_share": may(who.role, "shared_words"),
        }

    @routes.post("")
    async def write(body: Written, who: Staff = writing) -> dict[str, bool]:
        if body.shared and not may(who.role, "shared_words"):
            raise HTTPException(403, words["not_allowed"])
        owner = None if body.shared else who.id

        def keep(db: Transaction) -> bool:
            made = canned.add(db, owner, body.title.strip(), body.text.strip(), now())
            if made:
                audit.write(db, who.username, "canned_add", "shared" if body.shared else "", now())
            return made

        if not await run(keep):
            raise HTTPException(409, words["canned_full"])
        return {"ok": True}

    @routes.delete("/{canned_id}")
    async def remove(canned_id: int, who: Staff = writing) -> dict[str, bool]:
        shared_too = may(who.role, "shared_words")

        def drop(db: Transaction) -> bool:
            gone = canned.remove(db, canned_id, who.id, shared_too=shared_too)
            if gone:
                audit.write(db, who.username, "canned_remove", str(canned_id), now())
            return gone

        if not await run(drop):
            raise HTTPException(404, words["not_allowed"])
        return {"ok": True}

    return routes


def filled(text: str, values: dict[str, str]) -> str:
    """Known places in braces replaced once; any other brace is left as it stands."""
    parts = text.split("{")
    done = [parts[0]]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        known = closed and name in values
        done.append(values[name] + rest if known else "{" + part)
    return "".join(done)
