"""The step between the message and the engine: what it means, given what was just shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.dialogue.memory import Memory
from bot.dialogue.understanding.in_context.correcting import corrected
from bot.dialogue.understanding.in_context.details import detail
from bot.dialogue.understanding.in_context.house import House
from bot.dialogue.understanding.in_context.meant import Meant
from bot.dialogue.understanding.in_context.others import other
from bot.dialogue.understanding.in_context.reasons import why
from bot.dialogue.understanding.in_context.repeating import repeated, sourced
from bot.dialogue.understanding.in_context.requests import another_hold, asks_to_do
from bot.dialogue.understanding.in_context.said import Said
from bot.dialogue.understanding.in_context.said import said as read_said
from bot.dialogue.understanding.in_context.whole import whole
from clock import Clock
from library.facts import LibraryFacts

LONGEST = 300
"""Characters of a message that may lean on another; a longer one tells its own story."""


@dataclass(frozen=True, slots=True)
class InContext:
    """Reads messages for a library whose files may change."""

    facts_now: Callable[[], LibraryFacts]
    clock: Clock

    def understand(self, text: str, memory: Memory) -> Meant | None:
        """None for a message that leans on nothing: it is understood by itself."""
        if not memory.fresh() or not text.strip() or len(text) > LONGEST:
            return None
        said = read_said(text)
        if not said.folded:
            return None
        house = House(self.facts_now(), self.clock.today())
        return (
            sourced(said, memory)
            or repeated(said, memory)
            or corrected(said, memory, house)
            or another_hold(said, memory)
            or self._asked(said, memory, house)
        )

    def _asked(self, said: Said, memory: Memory, house: House) -> Meant | None:
        """A question about what was shown; what asks for something to be done is none."""
        if asks_to_do(said):
            return None
        return (
            why(said, memory)
            or other(said, memory, house)
            or detail(said, memory)
            or whole(said, memory)
        )
