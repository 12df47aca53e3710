"""Own fines and fees."""

from __future__ import annotations

from bot.actions import wording
from bot.actions.account import account, broken
from bot.actions.context import ActionContext
from bot.actions.outcome import Outcome
from bot.actions.services import Services
from bot.actions.speak import Say
from library.results import Done


@account
async def view_fines(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """Every sum owed and the total."""
    result = await services.library.fees(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    say = Say(context, services)
    if not result.value:
        return Outcome((say.reply("fines.none"),), ("fines_told",))
    lines = "\n".join(
        say(
            "fines.line",
            reason=fee.reason,
            amount=wording.money(fee.amount),
            day=wording.short_day(fee.since),
        )
        for fee in result.value
    )
    total = wording.money(sum(fee.amount for fee in result.value))
    return Outcome((say.reply("fines.listed", total=total, lines=lines),), ("fines_told",))
