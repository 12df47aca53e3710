"""The memory as it is kept beside the last answer of a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.dialogue.memory.memory import Memory, Remembered
from connectors.messages import Reply

_SEEN = TypeAdapter(tuple[Remembered, ...])


def stored(memory: Memory) -> list[dict[str, Any]]:
    """Plain values for the store; what was said stands in the transcript already."""
    kept: list[dict[str, Any]] = _SEEN.dump_python(memory.seen, mode="json")
    return kept


def taken_up(value: object, last: Sequence[Reply] = ()) -> Memory:
    """As it was stored; empty for anything this version does not know."""
    try:
        return Memory(_SEEN.validate_python(value or ()), tuple(last))
    except ValidationError:
        return Memory((), tuple(last))
