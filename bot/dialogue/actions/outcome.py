"""What an action decided: said, done, remembered. The server turns it into Rasa's events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.memory import Focus
from bot.dialogue.port import Act, Effects
from bot.store.steps import Step
from connectors.messages import Reply

NOTHING = Effects()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`leave` ends the active form; otherwise an interrupted form asks its question again."""

    replies: tuple[Reply, ...] = ()
    acts: tuple[Act, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    effects: Effects = NOTHING
    trail: tuple[Step, ...] = ()
    leave: bool = False
    seen: tuple[Focus, ...] = ()
    """What a later message may lean on."""
