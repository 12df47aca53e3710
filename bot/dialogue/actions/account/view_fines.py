"""Own fines and fees."""

from __future__ import annotations

from bot.dialogue.actions.account.account import account, broken
from bot.dialogue.actions.catalogue.standing import aged
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
        return Outcome((aged(say, say.reply("fines.none"), result),), ("fines_told",))
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
    reply = say.reply("fines.listed", total=total, lines=lines)
    return Outcome((aged(say, reply, result),), ("fines_told",))
