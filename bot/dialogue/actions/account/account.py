"""What every account action shares: no link no answer, and what a failed reading says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps

from bot.dialogue.actions.account import link_account
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.trouble import library_down
from library.results import Refused, Unavailable

Action = Callable[[ActionContext, Services], Awaitable[Outcome]]
AccountAction = Callable[[ActionContext, Services, str], Awaitable[Outcome]]


def account(act: AccountAction) -> Action:
    """The action for a linked reader; anyone else is offered the linking page."""

    @wraps(act)
    async def guarded(context: ActionContext, services: Services) -> Outcome:
        if context.patron_id is None:
            return await link_account.needed(context, services)
        return await act(context, services, context.patron_id)

    return guarded


async def broken(
    context: ActionContext, services: Services, result: Refused | Unavailable
) -> Outcome:
    """A reading that failed. A patron the system no longer knows has to link again."""
    if isinstance(result, Unavailable):
        return library_down(context, services, result.reason)
    if result.code == "unknown_patron":
        return await link_account.offer(context, services, "link.again")
    return library_down(context, services, result.code)
