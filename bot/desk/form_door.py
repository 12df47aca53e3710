"""Pages of the desk that are filled in and sent as forms: who comes in, who may write."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Cookie, Form, HTTPException

from bot.desk import doors, signing
from bot.desk.deps import DeskDeps
from bot.desk.roles import Right, may
from bot.store.staff import Staff

SIGN_IN = {"Location": "/desk/dang-nhap"}
Door = Callable[..., Awaitable[Staff]]


def page(deps: DeskDeps, right: Right | None, refusal: str) -> Door:
    """Sends strangers to the page to sign in; 403 with `refusal` for a role without the right."""

    async def who(thuthu_desk: Annotated[str, Cookie()] = "") -> Staff:
        staff = await doors.signed_in(deps, thuthu_desk)
        if staff is None:
            raise HTTPException(303, "sign in", SIGN_IN)
        if right is not None and not may(staff.role, right):
            raise HTTPException(403, refusal)
        return staff

    return who


def form(deps: DeskDeps, right: Right | None, refusal: str) -> Door:
    """As `page`, for a form that carries the session's token as `csrf`."""
    reading = page(deps, right, refusal)

    async def who(
        thuthu_desk: Annotated[str, Cookie()] = "",
        csrf: Annotated[str, Form(max_length=64)] = "",
    ) -> Staff:
        staff = await reading(thuthu_desk)
        if not signing.same(csrf, staff.csrf):
            raise HTTPException(403, refusal)
        return staff

    return who
