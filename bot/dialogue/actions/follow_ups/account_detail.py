"""Of the reader's own loans, holds and fees: of the item named, else of each."""

from __future__ import annotations

from bot.dialogue.actions.account.account import account, broken
from bot.dialogue.actions.account.view_fines import view_fines
from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.cards import branch_name, hold_state
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.choosing import Chosen, Thing, choose
from bot.dialogue.memory import Fees, Holds, Loans, Shown
from library.model import Hold, Loan
from library.results import Done


@account
async def loans_detail(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """When each is due and how often it can still be renewed."""
    result = await services.library.loans(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    say, loans = Say(context, services), result.value
    things = [Thing(x.id, x.title, x.due.toordinal()) for x in loans]
    said = choose(context.meant, things)
    wanted = said.ids if isinstance(said, Chosen) else tuple(thing.id for thing in things)
    lines = "\n".join(_loan(say, loan) for loan in loans if loan.id in wanted)
    text = lines or say("loans.none")
    if context.payload.get("aspect") == "where":
        text = f"{text}\n{say('detail.loans.where', phone=services.facts.contacts.phone)}"
    seen = Loans(things=tuple(Shown(id=x.id, title=x.title) for x in loans))
    return Outcome((say.reply("detail", text=text),), ("loans_listed",), seen=(seen,))


def _loan(say: Say, loan: Loan) -> str:
    late = (say.services.clock.today() - loan.due).days
    line = say("detail.loan", title=loan.title, day=wording.day(loan.due))
    if late > 0:
        return f"{line}; {say('card.loan_late', days=late)}"
    if loan.renewals_left is None:
        return line
    return f"{line}; {say('card.renewals_left', count=loan.renewals_left)}"


@account
async def holds_detail(context: ActionContext, services: Services, patron_id: str) -> Outcome:
    """The place in the queue, or until when it is kept, and where."""
    result = await services.library.holds(patron_id)
    if not isinstance(result, Done):
        return await broken(context, services, result)
    say, holds = Say(context, services), result.value
    said = choose(context.meant, [Thing(hold.id, hold.title) for hold in holds])
    wanted = said.ids if isinstance(said, Chosen) else tuple(hold.id for hold in holds)
    lines = "\n".join(_hold(say, hold) for hold in holds if hold.id in wanted)
    days = say("detail.holds.kept", days=services.facts.rules.hold_shelf_days)
    text = f"{lines}\n{days}" if lines else say("holds.none")
    seen = Holds(things=tuple(Shown(id=x.id, title=x.title) for x in holds))
    return Outcome((say.reply("detail", text=text),), ("holds_listed",), seen=(seen,))


def _hold(say: Say, hold: Hold) -> str:
    place = branch_name(say.services, hold.pickup_branch)
    return say("detail.hold", title=hold.title, state=hold_state(say, hold), place=place or "–")


async def fees_detail(context: ActionContext, services: Services) -> Outcome:
    """Where it is paid; what each sum is for; that the system names no last day."""
    say, fees = Say(context, services), context.memory.latest(Fees)
    aspect, facts = context.payload.get("aspect", "other"), services.facts
    if aspect in ("price", "many", "other"):
        return await view_fines(context, services)
    ask = button(say("button.librarian"), "ask_librarian", {"question": context.meant[:200]})
    total = wording.money(fees.total) if fees else "–"
    key = "detail.fees.when" if aspect in ("when", "until") else "detail.fees.where"
    text = say(
        key, total=total, address=facts.contacts.address, phone=facts.contacts.phone,
        limit=wording.money(facts.rules.blocking_fee),
    )  # fmt: skip
    reply = say.reply("detail", text=text, buttons=[ask])
    return Outcome((reply,), ("info_told",), seen=(fees,) if fees else ())
