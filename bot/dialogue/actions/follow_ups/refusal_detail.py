"""After a refusal: until when the item may be kept, how many others must go."""

from __future__ import annotations

from bot.dialogue.actions.account.account import account, broken
from bot.dialogue.actions.account.view_holds import view_holds
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.follow_ups.account_detail import loans_detail
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import Refusal
from library.results import Done


@account
async def refusal_detail(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """Of a renewal the loan's due day; of a hold the reader's holds, which fill the limit."""
    refused = context.memory.latest(Refusal)
    if refused is None or refused.write != "renew":
        return await view_holds(context, services)
    result = await services.library.loans(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    loan = next((x for x in result.value if x.title == refused.title), None)
    if loan is None:
        return await loans_detail(context, services)
    say = Say(context, services)
    text = say("detail.loan", title=loan.title, day=wording.day(loan.due))
    reply = say.reply("detail", text=f"{text}. {refused.why}")
    return Outcome((reply,), ("info_told",), seen=(refused,))
