"""Several needs of one message, answered in order in few bubbles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from bot.dialogue.port import TurnResult
from connectors.messages import Reply, joined

MAX_BUBBLES = 2
MAX_BUTTONS = 4


def in_order(results: Sequence[TurnResult]) -> TurnResult:
    """One result of all; the replies of a need that stands alone are left as they are."""
    whole = reduce(TurnResult.then, results)
    spoken = [result.replies for result in results if result.replies]
    return whole if len(spoken) < 2 else replace(whole, replies=_bubbles(whole.replies))


def _bubbles(replies: Sequence[Reply]) -> tuple[Reply, ...]:
    """At most two: neighbours that fit together become one."""
    left = list(replies)
    while len(left) > MAX_BUBBLES:
        pair = next((n for n in range(len(left) - 1, 0, -1) if _fit(left[n - 1], left[n])), None)
        if pair is None:
            break
        left[pair - 1 : pair + 1] = [joined(left[pair - 1 : pair + 1])]
    return tuple(left)


def _fit(first: Reply, second: Reply) -> bool:
    """A list of cards stays the last thing of its bubble; a channel has room for few buttons."""
    return not first.cards and len(first.buttons) + len(second.buttons) <= MAX_BUTTONS
