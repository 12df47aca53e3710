"""Connecting the library card, always on a web page: a PIN has no place in a chat."""

from __future__ import annotations

from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from connectors.messages import Button
from library.port import keeps_accounts


async def link_account(context: ActionContext, services: Services) -> Outcome:
    """A fresh linking page; a reader already linked is told so."""
    say = Say(context, services)
    if context.patron_id is None:
        return await offer(context, services, "link.offer")
    buttons = (
        button(say("button.loans"), "view_loans"),
        button(say("button.unlink"), "unlink_account"),
    )
    return Outcome((say.reply("link.already", buttons=buttons),), ("info_told",))


async def needed(context: ActionContext, services: Services) -> Outcome:
    """What an account action answers without a link: why, and the page."""
    return await offer(context, services, "link.needed", asked=context.text)


async def offer(
    context: ActionContext, services: Services, key: str, *, asked: str = ""
) -> Outcome:
    """`asked` is answered by itself once the card is linked."""
    say = Say(context, services)
    if not keeps_accounts(services.library):
        phone = services.facts.contacts.phone
        return Outcome((say.reply("account.not_connected", phone=phone),), ("info_told",))
    address = await services.link_offer(context.conversation_id, asked)
    reply = say.reply(key, buttons=[Button(say("button.link"), url=address)])
    return Outcome((reply,), ("link_offered",), {"task": "idle"})
