"""Cutting a message of several needs into turns, asking Rasa what each part means."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from bot.dialogue.port import EngineFailure, TurnInput
from bot.dialogue.rasa.breaker import Breaker
from bot.dialogue.rasa.connection import RasaConnection
from bot.dialogue.understanding.needs import needs, parts
from bot.dialogue.understanding.parse import understood_of

MOST = 3
"""Needs answered in one message; more are rare, and three replies fill a small screen."""


class Needs(Protocol):
    """One turn per need, in order; the message itself when it holds one."""

    async def split(self, turn: TurnInput) -> list[TurnInput] | EngineFailure:
        """A failure tells that the engine need not be asked: it is away."""
        ...


class WholeMessage:
    """Never cuts."""

    async def split(self, turn: TurnInput) -> list[TurnInput]:
        return [turn]


class RasaNeeds:
    """Asks Rasa's parser only where a message has a place to be cut. `breaker` is the engine's:
    a Rasa that hangs costs a message its patience once, not once for each question."""

    def __init__(self, rasa: RasaConnection, breaker: Breaker) -> None:
        self._rasa = rasa
        self._breaker = breaker

    async def split(self, turn: TurnInput) -> list[TurnInput] | EngineFailure:
        cut = parts(turn.text) if turn.payload is None else ()
        if len(cut) < 2:
            return [turn]
        if not self._breaker.allow():
            return EngineFailure("breaker open")
        whole = understood_of(await self._rasa.parse(turn.text))
        known = []
        for part in cut if whole is not None else ():
            meaning = understood_of(await self._rasa.parse(part.text))
            if meaning is None:
                break
            known.append((part, meaning))
        understood_all = whole is not None and len(known) == len(cut)
        self._breaker.record(ok=understood_all)
        if whole is None or not understood_all:
            return EngineFailure("no parse")
        chosen = needs(whole, known)[:MOST]
        return [
            replace(turn, turn_id=f"{turn.turn_id}.{number}", text=part.text)
            for number, part in enumerate(chosen, start=1)
        ] or [turn]
