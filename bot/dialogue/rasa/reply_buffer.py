"""Where actions leave the full replies of a turn, so that Rasa carries only a small token."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.dialogue.memory import Memory
from bot.dialogue.port import TurnResult


class ReplyBuffer:
    """By conversation, what the actions of its turn have said so far. A turn begins with `begin`,
    which drops what a lost turn left."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, TurnResult]] = {}
        self._working: Counter[str] = Counter()
        self._memories: dict[str, Memory] = {}

    def begin(self, conversation_id: str, memory: Memory) -> None:
        """A turn begins with nothing said; its actions read what the conversation remembers."""
        self._kept.pop(conversation_id, None)
        self._memories[conversation_id] = memory

    def memory(self, conversation_id: str) -> Memory:
        """Of the turn that runs; empty for an action that no turn of ours began."""
        return self._memories.get(conversation_id, Memory())

    @contextmanager
    def working(self, conversation_id: str) -> Iterator[None]:
        """While an action of the conversation runs."""
        self._working[conversation_id] += 1
        try:
            yield
        finally:
            self._working[conversation_id] -= 1
            if not self._working[conversation_id]:
                del self._working[conversation_id]

    def busy(self, conversation_id: str) -> bool:
        """Whether an action of it is running: what it waits for is not Rasa."""
        return conversation_id in self._working

    def put(self, conversation_id: str, turn_id: str, result: TurnResult) -> int:
        """Add to the turn's result; returns how many replies it has now.

        That of another turn is replaced: its reader was answered without it. One message is
        understood once, whatever number of actions it calls.
        """
        before_turn, before = self._kept.get(conversation_id, ("", TurnResult()))
        if before_turn == turn_id:
            understood = () if before.understood else result.understood
            result = before.then(replace(result, understood=understood))
        self._kept[conversation_id] = (turn_id, result)
        return len(result.replies)

    def holds(self, conversation_id: str, turn_id: str) -> bool:
        """Whether an action of this turn has already spoken."""
        kept_turn, result = self._kept.get(conversation_id, ("", TurnResult()))
        return kept_turn == turn_id and bool(result.replies)

    def collect(self, conversation_id: str) -> TurnResult | None:
        """What lies there, removed."""
        self._memories.pop(conversation_id, None)
        kept = self._kept.pop(conversation_id, None)
        return None if kept is None else kept[1]
