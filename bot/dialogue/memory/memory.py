"""The memory itself: the latest things first, forgotten after a few turns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from bot.dialogue.memory.focus import Focus
from connectors.messages import Reply

KEPT_TURNS = 6
"""Turns after which a thing is forgotten."""
FRESH_TURNS = 2
"""Turns between that a short question may still lean over: one aside, or two."""
MOST = 8
"""Things kept; one turn leaves one or two."""
Kind = TypeVar("Kind", bound=BaseModel)


class Remembered(BaseModel):
    """`age` is how many turns have passed since it was shown: 0 for the last."""

    model_config = ConfigDict(frozen=True)

    focus: Focus
    age: int = 0


@dataclass(frozen=True, slots=True)
class Memory:
    """`seen` has the latest first; `last` is what was said in the last turn, to be repeated."""

    seen: tuple[Remembered, ...] = ()
    last: tuple[Reply, ...] = ()

    def after(self, shown: Iterable[Focus]) -> Memory:
        """One turn later, with what it showed; of a kind shown again only the new one stays."""
        new = [Remembered(focus=each) for each in reversed(tuple(shown))]
        kinds = {each.focus.kind for each in new}
        old = (
            Remembered(focus=each.focus, age=each.age + 1)
            for each in self.seen
            if each.focus.kind not in kinds and each.age + 1 < KEPT_TURNS
        )
        return Memory((*new, *old)[:MOST], self.last)

    def fresh(self) -> tuple[Remembered, ...]:
        """What a message may lean on, the latest first."""
        return tuple(each for each in self.seen if each.age <= FRESH_TURNS)

    def latest(self, kind: type[Kind], within: int = FRESH_TURNS) -> Kind | None:
        """The latest of a kind that is no older than so many turns."""
        for each in self.seen:
            if isinstance(each.focus, kind) and each.age <= within:
                return each.focus
        return None


NOTHING = Memory()
"""Of a conversation that begins."""
