"""More of the thing in focus: which kind it is decides where the answer is looked up."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.follow_ups.account_detail import fees_detail, holds_detail, loans_detail
from bot.dialogue.actions.follow_ups.event_detail import event_detail
from bot.dialogue.actions.follow_ups.place_detail import hours_detail, link_detail, place_detail
from bot.dialogue.actions.follow_ups.refusal_detail import refusal_detail
from bot.dialogue.actions.follow_ups.topic_detail import topic_detail
from bot.dialogue.actions.follow_ups.work_detail import work_detail
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.nlu_fallback import nlu_fallback

Detail = Callable[[ActionContext, Services], Awaitable[Outcome]]
DETAILS: dict[str, Detail] = {
    "work": work_detail,
    "event": event_detail,
    "topic": topic_detail,
    "hours": hours_detail,
    "place": place_detail,
    "link": link_detail,
    "loans": loans_detail,
    "holds": holds_detail,
    "fines": fees_detail,
    "refusal": refusal_detail,
}


async def ask_detail(context: ActionContext, services: Services) -> Outcome:
    """By the kind that understanding named; what it cannot be asked of is not understood."""
    detail = DETAILS.get(context.payload.get("about", ""), nlu_fallback)
    return await detail(context, services)
