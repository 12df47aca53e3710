"""An answer to a message that leaned on the conversation: what was understood is shown with it."""

from __future__ import annotations

from dataclasses import replace

from bot.dialogue.port import Act, TurnInput, TurnResult
from bot.dialogue.replies import Replies

ANSWERS: frozenset[Act] = frozenset(("answered", "answer_not_found"))
"""Where a wrong completion would mislead: a fact of somebody else."""


def told_as_understood(asked: TurnInput, result: TurnResult, replies: Replies) -> TurnResult:
    """`(Nguyễn Du quê ở đâu)` before an answer from the texts; the act of a correction."""
    acts = result.acts
    if asked.meaning == "correct" and "corrected" not in acts:
        acts = ("corrected", *acts)
    if not asked.whole or not result.replies or not ANSWERS & set(acts):
        return replace(result, acts=acts)
    first = result.replies[0]
    question = asked.whole.strip(" .?!")
    said = replies.text(
        "turn.understood", asked.turn_id, replies.address(""), {"question": question}
    )
    told = replace(first, text=f"{said}\n{first.text}")
    return replace(result, acts=acts, replies=(told, *result.replies[1:]))
