"""What a conversation remembers as its next message comes: kept beside its last answer."""

from __future__ import annotations

from bot.dialogue.memory import Memory, taken_up
from bot.store import transcript
from bot.store.database import Transaction

MEMORY = "memory"
"""The fact of an answer under which it stands."""
LASTS_SECONDS = 6 * 3600.0
"""A message that comes later than this leans on nothing."""


def recall(db: Transaction, conversation_id: str, now: float) -> Memory:
    """Empty for a conversation that has not been answered, or not for long."""
    said = transcript.last_answer(db, conversation_id)
    if not said or now - said[-1].at > LASTS_SECONDS:
        return Memory()
    return taken_up(said[-1].facts.get(MEMORY), [message.reply for message in said])
