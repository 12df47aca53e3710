"""Own reservations."""

from __future__ import annotations

from typing import Any

from bot.dialogue.actions.account.account import account, broken
from bot.dialogue.actions.catalogue.cards import hold_card
from bot.dialogue.actions.catalogue.standing import aged
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from library.results import Done


@account
async def view_holds(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """Waiting and ready holds with their place in the queue."""
    result = await services.library.holds(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    say, holds = Say(context, services), result.value
    if not holds:
        return Outcome(
            (aged(say, say.reply("holds.none"), result),), ("holds_listed",), {"last_holds": []}
        )
    ready = sum(hold.status == "ready" for hold in holds)
    values: dict[str, Any] = {"ready": ready} if ready else {}
    reply = say.reply(
        "holds.some_ready" if ready else "holds.listed",
        cards=[hold_card(say, hold, services) for hold in holds],
        count=len(holds),
        **values,
    )
    slots = {"last_kind": "holds", "last_holds": [hold.id for hold in holds]}
    return Outcome((aged(say, reply, result),), ("holds_listed",), slots)
