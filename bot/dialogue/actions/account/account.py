"""What every account action shares: no link no answer, and what a failed reading says."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import cast

from bot.dialogue.actions.account import link_account
from bot.dialogue.actions.account.unlink_account import ACCOUNT_SLOTS
from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import library_down
from bot.dialogue.port import Effects
from library.port import keeps_accounts
from library.results import Refused, Unavailable

Action = Callable[[ActionContext, Services], Awaitable[Outcome]]
AccountAction = Callable[[ActionContext, Services, str], Awaitable[Outcome]]


LINK_ENDS = {"unknown_patron": "link.again", "card_lost": "link.lost"}
"""Refusals after which the conversation speaks for nobody any more, and how that is told."""


def account(act: AccountAction) -> Action:
    """The action for a linked reader; anyone else is offered the linking page."""

    @wraps(act)
    async def guarded(context: ActionContext, services: Services) -> Outcome:
        if not keeps_accounts(services.library):
            return _closed(context, services, "not_connected")
        if context.patron_id is None:
            return await link_account.needed(context, services)
        return await act(context, services, context.patron_id)

    return guarded


async def broken(
    context: ActionContext, services: Services, result: Refused | Unavailable
) -> Outcome:
    """A reading that failed. A card that is lost or no longer known is unlinked, and asked for
    again."""
    if isinstance(result, Unavailable):
        return library_down(context, services, result.reason)
    if result.code in LINK_ENDS:
        return await unlinked(context, services, result)
    if result.code in ("not_offered", "not_connected"):
        return _closed(context, services, result.code)
    return library_down(context, services, result.code)


def link_ended(results: Iterable[object]) -> Refused | None:
    """The refusal among the outcomes of writes that ends the link, where all were refused so."""
    each = tuple(results)
    if each and all(isinstance(one, Refused) and one.code in LINK_ENDS for one in each):
        return cast(Refused, each[0])
    return None


async def unlinked(context: ActionContext, services: Services, refused: Refused) -> Outcome:
    """The link ends: the reader is told why, and offered the page."""
    offered = await link_account.offer(context, services, LINK_ENDS[refused.code])
    return replace(
        offered,
        acts=("unlinked", *offered.acts),
        slots={**offered.slots, **dict.fromkeys(ACCOUNT_SLOTS)},
        effects=Effects(unlink=True),
        leave=True,
    )


def _closed(context: ActionContext, services: Services, code: str) -> Outcome:
    """The library's system does not give this to anybody from afar; no trouble, and no use in
    trying again."""
    say = Say(context, services)
    ask = button(say("button.librarian"), "ask_librarian")
    phone = services.facts.contacts.phone
    reply = say.reply(f"account.{code}", buttons=[ask], phone=phone)
    return Outcome((reply,), ("info_told",), {"task": "idle"}, leave=True)
