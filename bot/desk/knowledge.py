"""The page of the knowledge base: drafts, approval by a second person, doubts, import."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, HTTPException, UploadFile
from fastapi.responses import Response

from bot.desk import doors, form_door, times
from bot.desk.deps import DeskDeps
from bot.desk.knowledge_draft import Drafted, alike, drafted
from bot.desk.knowledge_import import MOST_BYTES, ImportRefusedError, pairs
from bot.desk.render import Pages
from bot.desk.roles import may
from bot.privacy.scrub import scrub
from bot.store import audit, handoffs, knowledge, transcript
from bot.store.database import Transaction
from bot.store.knowledge import Entry, State
from bot.store.staff import Staff
from words import of

Id = Annotated[int, Form(ge=1)]
Reason = Annotated[str, Form(max_length=200)]
Line = Annotated[str, Form(max_length=300)]


def router(deps: DeskDeps) -> APIRouter:  # noqa: PLR0915 - the table of the page's forms
    """`/desk/tri-thuc`, and the call that makes a draft of a conversation."""
    routes = APIRouter(prefix="/desk", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    pages = Pages(deps.library_name)
    words = pages.words
    said: Mapping[str, str] = of("desk_knowledge")
    reading: Any = Depends(form_door.page(deps, None, words["not_allowed"]))
    filling: Any = Depends(form_door.form(deps, None, words["not_allowed"]))
    calling: Any = Depends(doors.writing(deps, words["error"]))

    async def shown(who: Staff, state: State, told: str = "", status: int = 200) -> Response:
        def look(db: Transaction) -> tuple[list[Entry], dict[str, int], list[Entry]]:
            live = knowledge.listed(db, "approved") + knowledge.listed(db, "draft")
            return knowledge.listed(db, state), knowledge.counts(db), live

        entries, counts, live = await run(look)
        response = pages.html(
            "knowledge.html",
            said=said,
            staff=who.name,
            csrf=who.csrf,
            told=told,
            state=state,
            counts=counts,
            rows=[_row(each, who, live, now(), words) for each in entries],
        )
        response.status_code = status
        return response

    @routes.get("/tri-thuc")
    async def page(who: Staff = reading, muc: State = "draft") -> Response:
        return await shown(who, muc)

    @routes.post("/tri-thuc/luu")
    async def save(
        id: Id,  # noqa: A002 - the form's name
        who: Staff = filling,
        question: Line = "",
        answer: Annotated[str, Form(max_length=3000)] = "",
        wordings: Annotated[str, Form(max_length=3000)] = "",
    ) -> Response:
        if not question.strip() or not answer.strip():
            return await shown(who, "draft", said["empty"], 400)
        ways = [line.strip()[:300] for line in wordings.splitlines() if line.strip()][:20]

        def keep(db: Transaction) -> None:
            knowledge.rewrite(
                db, id, question=scrub(question.strip()).text,
                wordings=[scrub(way).text for way in ways], answer=answer.strip(),
                author=who.username,
            )  # fmt: skip
            audit.write(db, who.username, "knowledge_save", str(id), now())

        await run(keep)
        return await shown(who, "draft", said["saved"])

    @routes.post("/tri-thuc/duyet")
    async def approve(id: Id, who: Staff = filling) -> Response:  # noqa: A002
        def agree(db: Transaction) -> bool:
            done = knowledge.approve(db, id, who.username, now())
            if done:
                audit.write(db, who.username, "knowledge_approve", str(id), now())
            return done

        if await run(agree):
            return await shown(who, "draft", said["approved"])
        return await shown(who, "draft", said["not_own"], 403)

    @routes.post("/tri-thuc/nghi-ngo")
    async def doubt(id: Id, who: Staff = filling, reason: Reason = "") -> Response:  # noqa: A002
        def out(db: Transaction) -> None:
            knowledge.doubt(db, id, reason.strip())
            audit.write(db, who.username, "knowledge_doubt", str(id), now())

        await run(out)
        return await shown(who, "doubted", said["doubted_told"])

    @routes.post("/tri-thuc/thoi-dung")
    async def retire(id: Id, who: Staff = filling, reason: Reason = "") -> Response:  # noqa: A002
        def out(db: Transaction) -> None:
            knowledge.retire(db, id, reason.strip())
            audit.write(db, who.username, "knowledge_retire", str(id), now())

        await run(out)
        return await shown(who, "retired", said["retired_told"])

    @routes.post("/tri-thuc/nhap")
    async def import_csv(file: Annotated[UploadFile, File()], who: Staff = filling) -> Response:
        data = await file.read(MOST_BYTES + 1)
        try:
            found = pairs(data)
        except ImportRefusedError:
            return await shown(who, "draft", said["import_refused"], 400)

        def keep(db: Transaction) -> None:
            for question, answer in found:
                knowledge.draft(
                    db, question=scrub(question).text, answer=answer, author=who.username,
                    now=now(),
                )  # fmt: skip
            audit.write(db, who.username, "knowledge_import", str(len(found)), now())

        await run(keep)
        return await shown(who, "draft", said["imported"].format(count=len(found)))

    @routes.post("/api/conversations/{conversation_id}/knowledge")
    async def from_talk(conversation_id: str, who: Staff = calling) -> dict[str, Any]:
        def make(db: Transaction) -> Drafted | None:
            handoff = handoffs.latest(db, conversation_id)
            if handoff is None:
                raise HTTPException(410, words["gone"])
            if handoff.staff_id != who.id and not may(who.role, "see_all"):
                raise HTTPException(403, words["not_yours"])
            talk = deps.store.conversations.get(db, conversation_id)
            names = [talk.name] if talk and talk.name else []
            made = drafted(transcript.of(db, conversation_id), handoff, names)
            if made is not None:
                knowledge.draft(
                    db, question=made.question, answer=made.answer, author=who.username,
                    now=now(), sources=made.sources, conversation_id=conversation_id,
                )  # fmt: skip
                audit.write(db, who.username, "knowledge_draft", conversation_id, now())
            return made

        found = await run(make)
        if found is None:
            raise HTTPException(409, said["nothing_said"])
        return {"ok": True, "message": said["drafted"].format(count=found.hidden)}

    return routes


def _row(
    entry: Entry, who: Staff, live: list[Entry], now: float, words: Mapping[str, str]
) -> dict[str, Any]:
    near = alike(entry.question, live, but=entry.id)[:3] if entry.state == "draft" else []
    return {
        "id": entry.id,
        "question": entry.question,
        "wordings": "\n".join(entry.wordings),
        "answer": entry.answer,
        "sources": entry.sources,
        "author": entry.author,
        "approver": entry.approver,
        "made": times.stamp(entry.made, now, words),
        "review": times.stamp(entry.review, now, words) if entry.review else "",
        "due": entry.review is not None and entry.review <= now,
        "reason": entry.reason,
        "own": entry.author == who.username,
        "alike": [each.question for each in near],
    }
