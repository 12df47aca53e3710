"""What a turn came to, before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.port import Effects
from connectors.messages import Reply


@dataclass(frozen=True, slots=True)
class TurnResult:
    """Replies (none while a person holds the conversation), acts, and what the store must do.

    `link` is a (patron id, consent) to write when a card was linked in this turn.
    """

    replies: tuple[Reply, ...]
    acts: tuple[str, ...] = ()
    effects: Effects = field(default_factory=Effects)
    understood: dict[str, Any] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    degraded: str | None = None
    link: tuple[str, str] | None = None
    notices: bool | None = None
    """The reader asked to be told of due dates and holds, or to be left alone."""
    take_back: bool = False
    """The reader left the queue and goes on with the assistant."""
