"""Own loans and due dates, the soonest first."""

from __future__ import annotations

from bot.dialogue.actions.account.account import account, broken
from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.cards import loan_card
from bot.dialogue.actions.catalogue.standing import aged
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from library.results import Done


@account
async def view_loans(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    result = await services.library.loans(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    say, loans = Say(context, services), result.value
    if not loans:
        return Outcome(
            (aged(say, say.reply("loans.none"), result),), ("loans_listed",), {"last_loans": []}
        )
    today = services.clock.today()
    late = sum(loan.due < today for loan in loans)
    key = "loans.some_late" if late else "loans.listed"
    values = {"late": late} if late else {"day": wording.day(loans[0].due)}
    reply = say.reply(
        key,
        cards=[loan_card(say, loan, today) for loan in loans],
        buttons=[button(say("button.renew_all"), "renew_loan", {"ordinal": "all"})],
        count=len(loans),
        **values,
    )
    slots = {"last_kind": "loans", "last_loans": [loan.id for loan in loans]}
    return Outcome((aged(say, reply, result),), ("loans_listed",), slots)
