"""Praise is passed on; a complaint is recorded, and a person offered."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.cues import count_cues
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.port import Act, Effects, Note

CLEAR = {"feedback_text": None, "requested_slot": None}
LENGTH = 1000
BARE_WORDS = 6
"""`mình muốn góp ý một chút` opens the subject; anything longer or with a cue says it."""
OTHER_TASKS = ("cancel", "deny", "opening_hours", "view_loans", "renew_loan", "place_hold",
               "ask_librarian", "link_account", "unlink_account", "goodbye", "help")  # fmt: skip


async def feedback(context: ActionContext, services: Services) -> Outcome:
    """Takes what was said; a bare wish to say something is asked for more."""
    cues = services.replies.cues
    tone = _tone(context.meant, cues)
    if tone is None and (context.pressed or len(context.folded.split()) <= BARE_WORDS):
        return Outcome(slots={**CLEAR, "task": "feedback"})
    return taken(context, services, context.meant)


async def validate(context: ActionContext, services: Services) -> Outcome:
    """Any words are the feedback, unless they clearly ask for something else."""
    if context.requested is None or context.pressed or context.intent in OTHER_TASKS:
        return Outcome()
    words = context.meant.strip()[:LENGTH]
    return Outcome(slots={"feedback_text": words} if words else {})


async def ask_text(context: ActionContext, services: Services) -> Outcome:
    say = Say(context, services)
    buttons = [button(say("button.leave"), "cancel")] if context.spoken else []
    key = "feedback.back_what" if context.spoken else "feedback.what"
    return Outcome((say.reply(key, buttons=buttons),), ("asked_slot",))


async def submit(context: ActionContext, services: Services) -> Outcome:
    return taken(context, services, str(context.slots.get("feedback_text") or ""))


def taken(context: ActionContext, services: Services, text: str) -> Outcome:
    say = Say(context, services)
    tone = _tone(text, services.replies.cues)
    note = Note("feedback", text.strip()[:LENGTH])
    done = {**CLEAR, "task": "idle"}
    if tone != "complaint":
        key = "feedback.praise" if tone == "praise" else "feedback.taken"
        return Outcome((say.reply(key),), ("feedback_taken",), done, Effects(notes=(note,)))
    reply = say.reply(
        "feedback.complaint",
        buttons=[
            button(say("button.librarian"), "affirm"),
            button(say("button.no_thanks"), "deny"),
        ],
    )
    pending = {"kind": "complaint", "question": text.strip()[:LENGTH]}
    slots = {**done, "pending": pending}
    acts: tuple[Act, ...] = ("feedback_taken", "asked_confirm")
    return Outcome((reply,), acts, slots, Effects(notes=(note,)), leave=True)


def _tone(meant: str, cues: Mapping[str, tuple[str, ...]]) -> str | None:
    """`complaint` before `praise`: kind words around a complaint do not undo it."""
    tones = ("complaint", "praise")
    return next((tone for tone in tones if count_cues(meant, cues.get(tone, ()))), None)
