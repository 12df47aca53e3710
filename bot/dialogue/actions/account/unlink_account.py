"""Disconnecting the card from this conversation."""

from __future__ import annotations

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.port import Effects

ACCOUNT_SLOTS = (
    "last_loans",
    "last_holds",
    "renew_loans",
    "hold_work",
    "cancel_holds",
    "submitted",
)


async def unlink_account(context: ActionContext, services: Services) -> Outcome:
    """Ends the link and forgets what was read of the account."""
    say = Say(context, services)
    if context.patron_id is None:
        return Outcome((say.reply("unlink.none"),), ("info_told",))
    return Outcome(
        (say.reply("unlink.done"),),
        ("unlinked",),
        dict.fromkeys(ACCOUNT_SLOTS),
        Effects(unlink=True),
        leave=True,
    )
