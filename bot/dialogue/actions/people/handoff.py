"""Giving the conversation to a librarian, with a promise the calendar can keep."""

from __future__ import annotations

from typing import Literal

from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.port import Act, Effects
from bot.store.handoffs import HandoffRequest

Reason = Literal["asked", "two_failures", "complaint", "not_in_texts", "unconfirmed_write", "hard"]
SUMMARY_LENGTH = 160


def hand_over(say: Say, reason: Reason, summary: str, *, key: str = "handoff") -> Outcome:
    """In hours a librarian comes here; out of hours a ticket with the next working day."""
    facts, now = say.services.facts, say.services.clock.now()
    effects = Effects(handoff=HandoffRequest(reason, " ".join(summary.split())[:SUMMARY_LENGTH]))
    if facts.calendar.is_open(now):
        return Outcome((say.reply(f"{key}.open"),), ("handed_over",), _CLEARED, effects, leave=True)
    opening = facts.calendar.next_open(now)
    acts: tuple[Act, ...] = ("handed_over", "ticket_opened")
    if opening is None:
        reply = say.reply("handoff.closed_long", phone=facts.contacts.phone)
    else:
        reply = say.reply(
            f"{key}.closed",
            day=wording.day(opening.date()),
            time=wording.clock_time(opening.time()),
        )
    return Outcome((reply,), acts, _CLEARED, effects, leave=True)


_CLEARED = {"pending": None, "misunderstood_count": 0, "task": "idle"}
