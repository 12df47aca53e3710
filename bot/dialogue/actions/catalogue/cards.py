"""Works, loans and holds as cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from bot.dialogue.actions.button import button
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from connectors.messages import Card
from library.model import Availability, Hold, Loan
from library.results import Done
from retrieval.model import Work


async def work_cards(say: Say, works: Iterable[Work]) -> tuple[Card, ...]:
    """A card a work; how many copies are in now where the library system says so."""
    shown = tuple(works)
    known = await say.services.library.availability([w.id for w in shown])
    copies = known.value if isinstance(known, Done) else {}
    return tuple(_work(say, work, copies) for work in shown)


def _work(say: Say, work: Work, copies: Mapping[str, Availability]) -> Card:
    of = {"work_id": work.id}
    return Card(
        title=full_title(work),
        subtitle=" · ".join(
            part for part in (wording.joined(work.authors), _imprint(work)) if part
        ),
        facts=_in_now(say, copies.get(work.id)),
        buttons=(
            button(say("button.details"), "show_details", of),
            button(say("button.available"), "check_availability", of),
            button(say("button.hold"), "place_hold", of),
        ),
    )


def full_title(work: Work) -> str:
    return f"{work.title}: {work.subtitle}" if work.subtitle else work.title


def _imprint(work: Work) -> str:
    return ", ".join(part for part in (work.publisher, str(work.year or "")) if part)


def _in_now(say: Say, known: Availability | None) -> tuple[str, ...]:
    if known is None:
        return ()
    if any(item.status == "on_site" for item in known.items):
        return (say("card.on_site"),)
    if any(item.status == "unknown" for item in known.items):
        return ()
    count = sum(item.status == "available" for item in known.items)
    return (say("card.in", count=count) if count else say("card.out"),)


def loan_card(say: Say, loan: Loan, today: date) -> Card:
    late = (today - loan.due).days
    facts: tuple[str, ...] = ()
    if late > 0:
        facts = (say("card.loan_late", days=late),)
    elif loan.renewals_left is not None:
        facts = (say("card.renewals_left", count=loan.renewals_left),)
    return Card(
        title=loan.title,
        subtitle=say("card.due", day=wording.day(loan.due)),
        facts=facts,
        buttons=(button(say("button.renew"), "renew_loan", {"loan_id": loan.id}),),
    )


def hold_card(say: Say, hold: Hold, services: Services) -> Card:
    place = branch_name(services, hold.pickup_branch)
    return Card(
        title=hold.title,
        subtitle=say("card.pickup", place=place) if place else "",
        facts=(hold_state(say, hold),),
        buttons=(button(say("button.cancel_hold"), "cancel_hold", {"hold_id": hold.id}),),
    )


def hold_state(say: Say, hold: Hold) -> str:
    """Ready, and until when; or its place among those who wait, where the system tells it."""
    if hold.status == "ready":
        until = wording.day(hold.expires) if hold.expires else ""
        return say("card.hold_ready_until", day=until) if until else say("card.hold_ready")
    if hold.position is None:
        return say("card.hold_waiting_unplaced")
    return say("card.hold_waiting", position=hold.position)


def branch_name(services: Services, code: str) -> str:
    known = services.facts.branch(code)
    return known.name if known else code


def shelf_name(services: Services, branch: str, shelf: str) -> str:
    known = services.facts.branch(branch)
    return known.shelves.get(shelf, shelf) if known else shelf
