"""The calls of the desk's list and of the conversation that is open in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from bot.desk import doors, listing, tickets_view, views
from bot.desk.deps import DeskDeps
from bot.desk.desk_handoffs import PROBLEMS, DeskHandoffs, Problem, Taken, present
from bot.desk.listing import Listing
from bot.desk.roles import may
from bot.desk.tickets_view import Tab
from bot.store import audit, handoffs, staff
from bot.store.database import Transaction
from bot.store.handoffs import Handoff
from bot.store.staff import Staff
from connectors.messages import Citation, Rights
from words import of

MOST_SHOWN = 500
Outcome = Literal["answered", "partly", "referred", "unanswered"]
SUBJECTS = ("000", "100", "200", "300", "400", "500", "600", "700", "800", "900")
"""Hundreds of the Dewey classification; an empty subject is a question about the library."""
Subject = Literal["", "000", "100", "200", "300", "400", "500", "600", "700", "800", "900"]


class Cited(BaseModel):
    """A citation as the desk's page sends it back."""

    work_id: str = Field(max_length=64)
    title: str = Field(max_length=500)
    author: str = Field(max_length=500)
    page: int | None = Field(default=None, ge=1, lt=100_000)
    quote: str = Field(max_length=1000)
    rights: Rights = "open"


class Answer(BaseModel):
    """`paid`: the librarian agreed that it costs money."""

    text: str = Field(min_length=1, max_length=4000)
    citations: list[Cited] = Field(default=[], max_length=10)
    key: str = Field(min_length=8, max_length=64)
    paid: bool = False


class Draft(BaseModel):
    text: str = Field(max_length=4000)


class Again(BaseModel):
    message_id: int = Field(ge=1)
    paid: bool = False


class Passing(BaseModel):
    to: int = Field(ge=1)
    note: str = Field(default="", max_length=500)


class Closing(BaseModel):
    """READ level, subject and outcome; `handed_back`: the assistant goes on."""

    read_level: int = Field(ge=1, le=6)
    subject: Subject
    outcome: Outcome
    handed_back: bool = False


def router(deps: DeskDeps) -> APIRouter:  # noqa: PLR0915 - the table of the desk's calls
    """`/desk/api/tickets`, `/desk/api/conversations`."""
    routes = APIRouter(prefix="/desk/api", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    words: Mapping[str, str] = of("desk")
    desk_handoffs = DeskHandoffs(deps.store.conversations, deps.replies)
    tickets = Listing(deps.store, deps.clock)
    reading: Any = Depends(doors.reading(deps))
    writing: Any = Depends(doors.writing(deps, words["error"]))
    talk = "/conversations/{conversation_id}"

    @routes.get("/tickets")
    async def listed(
        tab: Tab = "waiting",
        channel: Annotated[str, Query(max_length=16)] = "",
        waited: Annotated[int, Query(ge=0, le=10_000)] = 0,
        q: Annotated[str, Query(max_length=200)] = "",
        who: Staff = reading,
    ) -> JSONResponse:
        """`waited` in minutes. A search goes through transcripts that may be read."""
        found = await tickets.now()
        rows = tickets_view.chosen(
            found, who, tab, channel=channel, waited_seconds=60.0 * waited, now=now()
        )
        if q.strip():
            within = await tickets.said(q)
            rows = [
                each
                for each in rows
                if listing.holds(each, q)
                or (each.conversation_id in within and tickets_view.readable(each, who))
            ]
        # Made here, not by FastAPI's encoder: that took longer than all the rest of the call.
        return JSONResponse(
            {
                "counts": tickets_view.counts(found, who),
                "rows": [tickets_view.row(each, who, now(), words) for each in rows[:MOST_SHOWN]],
                "more": max(0, len(rows) - MOST_SHOWN),
                "faults": _faults(deps.faults, words),
            }
        )

    @routes.get("/colleagues")
    async def colleagues(who: Staff = reading) -> dict[str, Any]:
        """Who else is at the desk now."""
        here = await run(lambda db: present(db, now()))
        return {"staff": [{"id": each.id, "name": each.name} for each in here if each.id != who.id]}

    @routes.get(talk)
    async def conversation(conversation_id: str, who: Staff = reading) -> JSONResponse:
        def look(db: Transaction) -> dict[str, Any] | Problem:
            handoff = handoffs.latest(db, conversation_id)
            if handoff is None:
                return "gone"
            held = handoff.state == "claimed" and handoff.staff_id == who.id
            if not held and handoff.staff_id != who.id and not may(who.role, "see_all"):
                return "not_yours"
            audit.viewed(db, who.username, conversation_id, now())
            found = deps.store.conversations.get(db, conversation_id)
            window = deps.window(found, now()) if found else None
            view = views.conversation(
                db, deps.store.conversations, deps.store.links, handoff, words=words, now=now()
            )
            told = views.window(window, now(), words) if window else None
            return view | {"held": held, "window": told}

        return _answer(await run(look))

    @routes.post(talk + "/claim")
    async def claim(conversation_id: str, who: Staff = writing) -> JSONResponse:
        def take(db: Transaction) -> Handoff | Taken | Problem:
            staff.seen(db, who.id, now())
            return desk_handoffs.claim(db, conversation_id, who, now())

        done = await run(take)
        if isinstance(done, Taken):
            message = words["already_taken"].replace("{name}", done.name)
            return JSONResponse({"message": message}, 409)
        return _done(done if isinstance(done, str) else None)

    @routes.post(talk + "/release")
    async def release(conversation_id: str, who: Staff = writing) -> JSONResponse:
        return _done(await run(lambda db: desk_handoffs.release(db, conversation_id, who, now())))

    @routes.post(talk + "/pass-on")
    async def pass_on(conversation_id: str, body: Passing, who: Staff = writing) -> JSONResponse:
        return _done(
            await run(
                lambda db: desk_handoffs.pass_on(
                    db, conversation_id, who, now(), to=body.to, note=body.note.strip()
                )
            )
        )

    @routes.post(talk + "/reopen")
    async def reopen(conversation_id: str, who: Staff = writing) -> JSONResponse:
        def open_again(db: Transaction) -> Problem | None:
            handoff = handoffs.latest(db, conversation_id)
            if handoff and handoff.staff_id != who.id and not may(who.role, "see_all"):
                return "not_yours"
            staff.seen(db, who.id, now())
            return desk_handoffs.reopen(db, conversation_id, who, now())

        return _done(await run(open_again))

    @routes.post(talk + "/close")
    async def close(conversation_id: str, body: Closing, who: Staff = writing) -> JSONResponse:
        return _done(
            await run(
                lambda db: desk_handoffs.finish(
                    db, conversation_id, who, now(), **body.model_dump()
                )
            )
        )

    @routes.post(talk + "/draft")
    async def draft(conversation_id: str, body: Draft, who: Staff = writing) -> JSONResponse:
        return _answer(
            await run(lambda db: desk_handoffs.keep_draft(db, conversation_id, who, body.text))
        )

    @routes.post(talk + "/reply")
    async def reply(conversation_id: str, body: Answer, who: Staff = writing) -> JSONResponse:
        cited = tuple(_citation(c, deps.public_url) for c in body.citations)

        def send(db: Transaction) -> Problem | str | None:
            refused = _refused(db, conversation_id, paid=body.paid)
            return refused or desk_handoffs.reply(
                db,
                conversation_id,
                who,
                now(),
                text=body.text,
                citations=cited,
                key=body.key,
                paid=body.paid,
            )

        return _done(await run(send))

    @routes.post(talk + "/again")
    async def again(conversation_id: str, body: Again, who: Staff = writing) -> JSONResponse:
        def resend(db: Transaction) -> Problem | str | None:
            refused = _refused(db, conversation_id, paid=body.paid)
            return refused or desk_handoffs.again(
                db, conversation_id, who, now(), message_id=body.message_id, paid=body.paid
            )

        return _done(await run(resend))

    def _refused(db: Transaction, conversation_id: str, *, paid: bool) -> str | None:
        """Why the channel would not take a reply now: told before it is written down as sent."""
        found = deps.store.conversations.get(db, conversation_id)
        window = deps.window(found, now()) if found else None
        if window is None or window.verdict == "free":
            return None
        if window.verdict == "shut":
            return words["window_shut"]
        if not window.affordable:
            return words["window_no_budget"]
        return None if paid else words["agree_first"].format(price=window.price_vnd)

    def _done(problem: Problem | str | None) -> JSONResponse:
        deps.replied()
        return _answer(problem)

    def _answer(found: dict[str, Any] | Problem | str | None) -> JSONResponse:
        if found is None:
            return JSONResponse({"ok": True})
        if isinstance(found, dict):
            return JSONResponse(found)
        status = next((code for name, code in PROBLEMS.items() if name == found), None)
        told = words[found] if status is not None else found
        return JSONResponse({"message": told}, status or 409)

    return routes


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
