"""Renewing loans: which ones, a confirmation, then what really happened."""

from __future__ import annotations

import asyncio

from bot.dialogue.actions.account.account import account, broken, link_ended, unlinked
from bot.dialogue.actions.account.choose import Form, Own
from bot.dialogue.actions.account.confirmed_write import (
    ConfirmedWrite,
    Told,
    all_told,
    asking,
    confirmed,
)
from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.cards import loan_card
from bot.dialogue.actions.catalogue.mention import ids
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.writing import key, refusal
from bot.dialogue.choosing import Chosen, Unclear
from bot.store.steps import step
from library.model import Loan
from library.results import Done, Refused, Requested, Unavailable, Unconfirmed, WriteResult

CONFIRM_ANSWERS = ("renew_loan", "deny", "find_book", "show_details", "nlu_fallback")
ANSWERS = (*CONFIRM_ANSWERS, "affirm", "refine_search", "place_hold")
"""Intents a bare title or `cuốn thứ hai` may be taken for."""
CLEAR = {"renew_loans": None, "renew_confirm": None, "requested_slot": None}


FORM = Form("renew_loans", "renew_confirm", "last_loans")


@account
async def renew_loan(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """Begin: the loans named, or the only one; else the form asks. What the message does not want
    is left as it is."""
    result = await services.library.loans(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    loans = result.value
    if not loans:
        reply = Say(context, services).reply("renew.no_loans")
        return Outcome((reply,), ("loans_listed",), {**CLEAR, "task": "idle"})
    found = FORM.choose(context, _own(loans), context.payload.get("loan_id", ""))
    if isinstance(found, Unclear) and found.why == "denied":
        return _left(Say(context, services), loans, found)
    chosen = found.ids if isinstance(found, Chosen) else ()
    if found is None and len(loans) == 1 and "loan_id" not in context.payload:
        chosen = (loans[0].id,)
    slots = {
        **CLEAR,
        "task": "renew",
        "last_loans": [loan.id for loan in loans],
        "renew_loans": list(chosen) or None,
    }
    return Outcome(slots=slots)


def _left(say: Say, loans: tuple[Loan, ...], found: Unclear) -> Outcome:
    """Nothing was wanted but to leave something as it is."""
    what = wording.joined([wording.titled(x.title) for x in loans if x.id in found.denied])
    reply = say.reply("renew.left_these", what=what) if what else say.reply("renew.left")
    return Outcome((reply,), ("cancelled",), {**CLEAR, "task": "idle"})


async def validate(context: ActionContext, services: Services) -> Outcome:
    """The loans named in an answer, or the yes or no; nothing when it answers neither."""
    if context.requested is None:
        return Outcome()
    if not (context.patron_id and context.intent in (*ANSWERS, *CONFIRM_ANSWERS)):
        return FORM.answered(context, None)
    result = await services.library.loans(context.patron_id)
    found = None
    if isinstance(result, Done):
        found = FORM.choose(context, _own(result.value), context.payload.get("loan_id", ""))
    return FORM.answered(context, found)


def _own(loans: tuple[Loan, ...]) -> list[Own]:
    """Loans come the soonest due first. When each was lent is not told by every system: of those
    never renewed, the one due last was lent last."""
    fresh = all(loan.renewals == 0 for loan in loans)
    return [
        Own(
            loan.id, loan.title, loan.biblio_id, loan.due.toordinal(),
            loan.due.toordinal() if fresh else None,
        )
        for loan in loans
    ]  # fmt: skip


@account
async def ask_loans(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    say = Say(context, services)
    if context.spoken:
        all_of_them = button(say("button.renew_all"), "renew_loan", {"ordinal": "all"})
        leave = button(say("button.leave"), "cancel")
        return Outcome(
            (say.reply("renew.back_which", buttons=[all_of_them, leave]),), ("asked_slot",)
        )
    result = await services.library.loans(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    today = services.clock.today()
    reply = say.reply(
        "renew.which",
        cards=[loan_card(say, loan, today) for loan in result.value],
        buttons=[button(say("button.renew_all"), "renew_loan", {"ordinal": "all"})],
        count=len(result.value),
    )
    shown = [loan.id for loan in result.value]
    return Outcome((reply,), ("asked_slot",), {"last_kind": "loans", "last_loans": shown})


@account
async def ask_confirm(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """What will be renewed, with the due day it has now."""
    say = Say(context, services)
    result = await services.library.loans(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    wanted = ids(context.slots.get("renew_loans"))
    loans = [loan for loan in result.value if loan.id in wanted]
    what = wording.joined(
        [say("renew.item", title=loan.title, day=wording.short_day(loan.due)) for loan in loans]
    )
    return asking(say, "renew", context=context, what=what)


async def carry_out(
    context: ActionContext, services: Services, patron_id: str, wanted: tuple[str, ...]
) -> Outcome:
    """One write a loan, side by side, and a sentence for each outcome: one after the other, a
    system that hangs would make the reader wait for as many times its patience."""
    say = Say(context, services)
    read = await services.library.loans(patron_id)
    titles = {loan.id: loan.title for loan in read.value} if isinstance(read, Done) else {}
    results = await asyncio.gather(
        *(services.library.renew(patron_id, x, key(context, "renew", x)) for x in wanted)
    )
    if (ended := link_ended(results)) is not None:
        return await unlinked(context, services, ended)
    told = [
        _told(say, titles.get(loan_id, say("renew.a_loan")), result)
        for loan_id, result in zip(wanted, results, strict=True)
    ]
    reply = say.reply("renew.outcome", lines="\n".join(one.line for one in told))
    return all_told(say, reply, told, say("renew.doubt_summary"))


def _told(say: Say, title: str, result: WriteResult[Loan]) -> Told:
    named = wording.titled(title)
    match result:
        case Done(loan):
            line = say("renew.done", title=named, day=wording.day(loan.due))
            return Told(line, "renewed", step("renewed"))
        case Requested(promised=promised):
            line = say("renew.requested", title=named, day=wording.day(promised))
            return Told(line, "requested", step("write_requested"))
        case Refused():
            why = refusal(say, result, kind="renew")
            line = say("renew.refused", title=named, why=why)
            return Told(line, "renewal_refused", step("renewal_refused"))
        case Unconfirmed():
            line = say("renew.unconfirmed", title=named)
            return Told(line, "failed", step("write_doubtful"), doubtful=True)
        case Unavailable(reason):
            line = say("renew.unavailable", title=named)
            return Told(line, "failed", step("library_down", reason=reason))


WRITE = ConfirmedWrite("renew", "renew_confirm", CLEAR, "renew.left", carry_out)
submit = confirmed(WRITE, lambda context: ids(context.slots.get("renew_loans")))
