"""What is kept about a reader, and having it erased or handed out."""

from __future__ import annotations

import re

from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.house.house_topic import choose_topic
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.people.handoff import hand_over
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.port import Act, Effects

ERASE = re.compile(r"\b(?:xoa|huy|quen|go bo|delete|bo het|dung luu|khong luu)\b")
EXPORT = re.compile(
    r"\b(?:xuat|trich xuat|ban sao|sao luu|tai ve|gui (?:cho )?\w+ du lieu|export)\b"
)


async def privacy(context: ActionContext, services: Services) -> Outcome:
    """Tells; erasing is confirmed first; a copy is made by the staff."""
    say = Say(context, services)
    if ERASE.search(context.folded) or context.payload.get("question") == "erase":
        buttons = [button(say("button.erase"), "affirm"), button(say("button.no"), "deny")]
        reply = say.reply("privacy.confirm_erase", buttons=buttons)
        acts: tuple[Act, ...] = ("privacy_told", "asked_confirm")
        return Outcome((reply,), acts, {"pending": {"kind": "erase"}})
    if EXPORT.search(context.folded):
        handed = hand_over(say, "asked", say("privacy.export_summary"))
        reply = say.reply("privacy.export")
        return Outcome(
            (reply, *handed.replies),
            ("privacy_told", *handed.acts),
            handed.slots,
            handed.effects,
            leave=True,
        )
    topic = choose_topic(services.facts.topics_of("privacy"), context.meant)
    text = topic.text if topic else ""
    erase = button(say("button.erase"), "privacy", {"question": "erase"})
    reply = say.reply("privacy", text=text, buttons=[erase])
    return Outcome((reply,), ("privacy_told",))


def erased(say: Say) -> Outcome:
    """After the yes: everything of this conversation goes."""
    return Outcome(
        (say.reply("privacy.erased"),),
        ("erased",),
        {"pending": None},
        Effects(erase=True),
        leave=True,
    )
