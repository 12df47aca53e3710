"""What a conversation remembers: what was shown, asked, refused and offered, each with its age."""

from bot.dialogue.memory.focus import (
    Answer,
    Asked,
    EventDay,
    Events,
    Fees,
    Focus,
    Holds,
    Linking,
    Loans,
    NotFound,
    OneWork,
    OpenDays,
    Place,
    Refusal,
    Shown,
    Topics,
    Unsure,
    Works,
)
from bot.dialogue.memory.memory import NOTHING, Memory, Remembered
from bot.dialogue.memory.stored import stored, taken_up

__all__ = [
    "NOTHING", "Answer", "Asked", "EventDay", "Events", "Fees", "Focus", "Holds", "Linking", 
    "Loans",
    "Memory", "NotFound", "OneWork", "OpenDays", "Place", "Refusal", "Remembered", "Shown",
    "Topics", "Unsure", "Works", "stored", "taken_up",
]  # fmt: skip
