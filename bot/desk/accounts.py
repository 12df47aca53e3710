"""The page of all accounts: who may sign in, and as what. For administrators."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from bot.desk import form_door, signing, times
from bot.desk.deps import DeskDeps
from bot.desk.desk_handoffs import DeskHandoffs
from bot.desk.render import Pages
from bot.store import audit, staff, staff_sessions
from bot.store.database import Transaction
from bot.store.staff import ROLES, Role, Staff

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
Name = Annotated[str, Form(max_length=100)]
Id = Annotated[int, Form(ge=1)]


def router(deps: DeskDeps) -> APIRouter:  # noqa: PLR0915 - the table of the page's forms
    """`/desk/nguoi-truc`."""
    routes = APIRouter(prefix="/desk/nguoi-truc", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    pages = Pages(deps.library_name)
    words = pages.words
    desk_handoffs = DeskHandoffs(deps.store.conversations, deps.replies)
    reading: Any = Depends(form_door.page(deps, "accounts", words["not_allowed"]))
    writing: Any = Depends(form_door.form(deps, "accounts", words["not_allowed"]))

    async def shown(who: Staff, told: str = "", status: int = 200) -> Response:
        found = await run(staff.accounts)
        rows = [
            {
                "id": each.id,
                "username": each.username,
                "name": each.name,
                "role": each.role,
                "closed": each.closed is not None,
                "seen": times.stamp(each.seen, now(), words) if each.seen else "",
            }
            for each in found
        ]
        response = pages.html(
            "accounts.html", staff=who.name, csrf=who.csrf, rows=rows, roles=ROLES, told=told
        )
        response.status_code = status
        return response

    @routes.get("")
    async def page(who: Staff = reading) -> Response:
        return await shown(who)

    @routes.post("/them")
    async def add(
        who: Staff = writing,
        username: Annotated[str, Form(max_length=64)] = "",
        name: Name = "",
        role: Annotated[Role, Form()] = "librarian",
    ) -> Response:
        called, wanted = name.strip(), username.strip().lower()
        if not USERNAME.fullmatch(wanted) or not called:
            return await shown(who, words["account_names"], 400)
        password = signing.made_up()
        kept = await asyncio.to_thread(signing.hashed, password)

        def make(db: Transaction) -> bool:
            made = staff.add(db, wanted, called, kept, role)
            if made:
                audit.write(db, who.username, "staff_add", wanted, now())
            return made

        if not await run(make):
            return await shown(who, words["account_taken"].format(username=wanted), 409)
        told = words["account_password"].format(username=wanted, password=password)
        return await shown(who, told)

    @routes.post("/mat-khau")
    async def reset(id: Id, who: Staff = writing) -> Response:  # noqa: A002 - the form's name
        password = signing.made_up()
        kept = await asyncio.to_thread(signing.hashed, password)

        def renew(db: Transaction) -> str:
            found = staff.by_id(db, id)
            if found is None:
                return ""
            signing.new_password(db, id, kept)
            audit.write(db, who.username, "staff_reset", found.username, now())
            return found.username

        username = await run(renew)
        told = words["account_password"].format(username=username, password=password)
        return await shown(who, told if username else words["account_gone"])

    @routes.post("/vai-tro")
    async def role(id: Id, role: Annotated[Role, Form()], who: Staff = writing) -> Response:  # noqa: A002
        def change(db: Transaction) -> str:
            found = staff.by_id(db, id)
            if found is None:
                return words["account_gone"]
            if not staff.set_role(db, id, role):
                return words["account_last"]
            audit.write(db, who.username, f"staff_{role}", found.username, now())
            return words["account_saved"].format(name=found.name)

        return await shown(who, await run(change))

    @routes.post("/khoa")
    async def close(id: Id, who: Staff = writing) -> Response:  # noqa: A002
        def shut(db: Transaction) -> str:
            found = staff.by_id(db, id)
            if found is None:
                return words["account_gone"]
            if not staff.close(db, id, now()):
                return words["account_last"]
            staff_sessions.end_all(db, id)
            desk_handoffs.leave(db, id, found.username, now())
            audit.write(db, who.username, "staff_close", found.username, now())
            return words["account_closed_told"].format(name=found.name)

        told = await run(shut)
        deps.replied()
        return await shown(who, told)

    @routes.post("/mo")
    async def reopen(id: Id, who: Staff = writing) -> Response:  # noqa: A002
        def again(db: Transaction) -> str:
            found = staff.by_id(db, id)
            if found is None:
                return words["account_gone"]
            staff.reopen(db, id)
            audit.write(db, who.username, "staff_reopen", found.username, now())
            return words["account_saved"].format(name=found.name)

        return await shown(who, await run(again))

    return routes
