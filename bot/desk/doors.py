"""Who may come in: a signed-in librarian; for writing, with the session's CSRF token."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Cookie, Depends, Header, HTTPException

from bot.desk import signing
from bot.desk.deps import DeskDeps
from bot.desk.roles import Right, may
from bot.store.staff import Staff

Door = Callable[..., Awaitable[Staff]]


async def signed_in(deps: DeskDeps, token: str) -> Staff | None:
    """Whose session the cookie's token is, if anybody's."""
    now = deps.now()
    return await deps.store.database.run(lambda db: signing.signed_in(db, token, now))


def reading(deps: DeskDeps) -> Door:
    """A dependency that gives the librarian, or answers 401."""

    async def who(thuthu_desk: Annotated[str, Cookie()] = "") -> Staff:
        staff = await signed_in(deps, thuthu_desk)
        if staff is None:
            raise HTTPException(401, "sign in")
        return staff

    return who


def writing(deps: DeskDeps, refusal: str) -> Door:
    """As `reading`, and 403 with `refusal` where the token is not the session's."""
    who = reading(deps)

    async def writer(
        thuthu_desk: Annotated[str, Cookie()] = "", x_csrf_token: Annotated[str, Header()] = ""
    ) -> Staff:
        staff = await who(thuthu_desk)
        if not signing.same(x_csrf_token, staff.csrf):
            raise HTTPException(403, refusal)
        return staff

    return writer


def allowed(door: Door, right: Right, refusal: str) -> Door:
    """As `door`, and 403 with `refusal` where the role has not the right."""

    async def who(staff: Annotated[Staff, Depends(door)]) -> Staff:
        if not may(staff.role, right):
            raise HTTPException(403, refusal)
        return staff

    return who
