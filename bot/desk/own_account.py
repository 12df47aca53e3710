"""One's own account: another password, and where one is signed in."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends, Form
from fastapi.responses import Response

from bot.desk import form_door, signing, times
from bot.desk.deps import DeskDeps
from bot.desk.render import Pages
from bot.store import audit, staff, staff_sessions, throttle
from bot.store.database import Transaction
from bot.store.staff import Staff

TRIES, TRIES_SECONDS = 5, 900.0
Secret = Annotated[str, Form(max_length=signing.MOST_PASSWORD)]
Session = Annotated[str, Cookie()]


def router(deps: DeskDeps) -> APIRouter:
    """`/desk/tai-khoan`."""
    routes = APIRouter(prefix="/desk/tai-khoan", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    pages = Pages(deps.library_name)
    words = pages.words
    reading: Any = Depends(form_door.page(deps, None, words["not_allowed"]))
    writing: Any = Depends(form_door.form(deps, None, words["not_allowed"]))

    async def shown(who: Staff, token: str, told: str = "", status: int = 200) -> Response:
        found = await run(lambda db: staff_sessions.of_staff(db, who.id, now()))
        rows = [
            {
                "id": each.id,
                "here": each.id == signing.named(token),
                "opened": times.stamp(each.opened, now(), words),
                "address": each.address,
                "agent": each.agent,
            }
            for each in found
        ]
        response = pages.html(
            "own_account.html",
            staff=who.name,
            username=who.username,
            role=words[f"role_{who.role}"],
            csrf=who.csrf,
            rows=rows,
            told=told,
            least=signing.LEAST_PASSWORD,
        )
        response.status_code = status
        return response

    @routes.get("")
    async def page(who: Staff = reading, thuthu_desk: Session = "") -> Response:
        return await shown(who, thuthu_desk)

    @routes.post("/mat-khau")
    async def password(
        who: Staff = writing,
        thuthu_desk: Session = "",
        old: Secret = "",
        new: Secret = "",
        repeat: Secret = "",
    ) -> Response:
        limit = [(f"desk:own:{who.id}", TRIES, TRIES_SECONDS)]

        def admit(db: Transaction) -> str | None:
            if not throttle.allowed(db, limit, now()):
                return None
            throttle.record(db, [limit[0][0]], now())
            return signing.known(db, who.username)[1]

        kept = await run(admit)
        if kept is None:
            return await shown(who, thuthu_desk, words["sign_in_throttled"], 429)
        if not await asyncio.to_thread(signing.matches, old, kept):
            return await shown(who, thuthu_desk, words["password_wrong"], 403)
        if new != repeat:
            return await shown(who, thuthu_desk, words["password_differs"], 400)
        if signing.weak(new, who.username):
            told = words["password_weak"].format(least=signing.LEAST_PASSWORD)
            return await shown(who, thuthu_desk, told, 400)
        made = await asyncio.to_thread(signing.hashed, new)

        def change(db: Transaction) -> None:
            throttle.release(db, limit[0][0])
            signing.new_password(db, who.id, made, but=thuthu_desk)
            audit.write(db, who.username, "password", who.username, now())

        await run(change)
        return await shown(who, thuthu_desk, words["password_changed"])

    @routes.post("/phien")
    async def end(
        who: Staff = writing,
        thuthu_desk: Session = "",
        session: Annotated[str, Form(max_length=staff_sessions.NAMED)] = "",
    ) -> Response:
        """One session, or all the others where none is named."""

        def shut(db: Transaction) -> None:
            if session:
                staff_sessions.end(db, who.id, session)
            else:
                signing.end_others(db, who.id, thuthu_desk)
            audit.write(db, who.username, "session_end", who.username, now())
            staff.seen(db, who.id, now())

        await run(shut)
        return await shown(who, thuthu_desk, words["session_ended"])

    return routes
