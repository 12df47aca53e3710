"""A message that leans on what was shown becomes what it means, before the engine is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from bot.dialogue.port import TurnInput, Understood
from bot.dialogue.rasa.breaker import Breaker
from bot.dialogue.rasa.connection import RasaConnection
from bot.dialogue.understanding.in_context import InContext, Meant, believed
from bot.dialogue.understanding.parse import understood_of


class Leaning(Protocol):
    """The turn as it is to be taken: with what its message means, or as it came."""

    async def read(self, turn: TurnInput) -> TurnInput: ...


class ByItself:
    """Every message is understood by itself."""

    async def read(self, turn: TurnInput) -> TurnInput:
        return turn


BY_ITSELF = ByItself()


@dataclass(frozen=True, slots=True)
class RasaLeaning:
    """Asks Rasa's parser what it takes a message for that may lean on the conversation; a message
    with nothing fresh before it costs nothing."""

    context: InContext
    rasa: RasaConnection
    breaker: Breaker

    async def read(self, turn: TurnInput) -> TurnInput:
        if turn.payload is not None:
            return turn
        meant = self.context.understand(turn.text, turn.memory)
        if meant is None or not believed(meant, await self._opinion(turn.text)):
            return turn
        return taken_as(turn, meant)

    async def _opinion(self, text: str) -> Understood | None:
        """None when Rasa is away: the words alone decide."""
        if not self.breaker.allow():
            return None
        answer = await self.rasa.parse(text)
        self.breaker.record(ok=answer is not None)
        return understood_of(answer)


def taken_as(turn: TurnInput, meant: Meant) -> TurnInput:
    """The turn with what its message means."""
    turn = replace(turn, meaning=meant.meaning)
    if meant.payload is None:
        return replace(turn, text=meant.text)
    return replace(turn, payload=meant.payload, whole=meant.entities.get("question", ""))
