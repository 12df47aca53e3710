"""Own fines and fees."""

from __future__ import annotations

from bot.dialogue.actions.account.account import account, broken
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
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
