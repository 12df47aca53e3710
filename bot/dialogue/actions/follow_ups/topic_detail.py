"""More of a rule or service: the library's sentence that tells it, else an honest no."""

from __future__ import annotations

import re

from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.follow_ups.rules import named, telling
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import Topics
from library.facts import Topic

_DAYS = re.compile(r"\b(\d{1,3}) (?:ngay|hom|bua)\b")
_ITEMS = re.compile(r"\b(\d{1,2}) (?:cuon|quyen)\b")


async def topic_detail(context: ActionContext, services: Services) -> Outcome:
    """Another sort is looked for by its own words first; then the aspect in what was shown."""
    say, shown = Say(context, services), context.memory.latest(Topics)
    facts, aspect = services.facts, context.payload.get("aspect", "other")
    if (total := _fine(say, context, shown)) is not None:
        return Outcome((say.reply("detail", text=total),), ("info_told",), seen=_kept(shown))
    before = [t for t in facts.topics if shown and t.id in shown.ids]
    own = facts.topics_of(shown.intent) if shown else ()
    fresh = [t for t in named(own, context.meant) if t not in before]
    found = fresh[:1] or [t for t in named(facts.topics, context.meant) if t not in before][:1]
    text = telling((*found, *before), aspect) or (found[0].text if found else "")
    buttons = []
    if not text:
        text = _nothing(say, aspect, before)
        question = {"question": context.meant[:200]}
        buttons = [button(say("button.librarian"), "ask_librarian", question)]
    reply = say.reply("detail", text=text, buttons=buttons)
    seen = (Topics(intent=found[0].intent, ids=(found[0].id,)),) if found else _kept(shown)
    return Outcome((reply,), ("info_told",), seen=seen)


def _kept(shown: Topics | None) -> tuple[Topics, ...]:
    return (shown,) if shown else ()


def _nothing(say: Say, aspect: str, before: list[Topic]) -> str:
    known = aspect if f"aspect.{aspect}" in say.services.replies.variants else "other"
    return say(
        "detail.topic.missing",
        what=say(f"aspect.{known}"),
        text=" ".join(topic.text for topic in before),
        phone=say.services.facts.contacts.phone,
    )


def _fine(say: Say, context: ActionContext, shown: Topics | None) -> str | None:
    """What so many days late cost, by the rule's figure; None where no days are named."""
    days, items = _DAYS.search(context.folded), _ITEMS.search(context.folded)
    asks = context.payload.get("aspect") in ("price", "many", "long", "other")
    if days is None or not asks or shown is None or shown.intent != "borrowing_rules":
        return None
    count, rate = int(items[1]) if items else 1, say.services.facts.rules.fine_per_day
    return say(
        "detail.topic.fine", days=int(days[1]), count=count, rate=wording.money(rate),
        total=wording.money(rate * int(days[1]) * count),
    )  # fmt: skip
