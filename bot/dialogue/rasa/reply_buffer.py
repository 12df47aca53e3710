"""Where actions leave the full replies of a turn, so that Rasa carries only a small token."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.dialogue.port import Act, Effects, Understood
from connectors.messages import Reply


@dataclass(frozen=True, slots=True)
class Deposit:
    """What the actions of one turn said and asked for, in the order they ran."""

    turn_id: str
    replies: tuple[Reply, ...] = ()
    acts: tuple[Act, ...] = ()
    understood: Understood | None = None
    effects: Effects = field(default_factory=Effects)
    trail: tuple[str, ...] = ()


class Tray:
    """Deposits by conversation. A turn begins with `take`, which drops what a lost turn left."""

    def __init__(self) -> None:
        self._deposits: dict[str, Deposit] = {}

    def put(self, conversation_id: str, deposit: Deposit) -> int:
        """Add to the turn's deposit; returns how many replies lie there now.

        A deposit of another turn is replaced: its reader was answered without it.
        """
        before = self._deposits.get(conversation_id)
        if before is not None and before.turn_id == deposit.turn_id:
            deposit = _joined(before, deposit)
        self._deposits[conversation_id] = deposit
        return len(deposit.replies)

    def holds(self, conversation_id: str, turn_id: str) -> bool:
        """Whether an action of this turn has already spoken."""
        deposit = self._deposits.get(conversation_id)
        return deposit is not None and deposit.turn_id == turn_id and bool(deposit.replies)

    def take(self, conversation_id: str) -> Deposit | None:
        """What lies there, removed."""
        return self._deposits.pop(conversation_id, None)


def _joined(before: Deposit, after: Deposit) -> Deposit:
    return replace(
        before,
        replies=before.replies + after.replies,
        acts=before.acts + tuple(a for a in after.acts if a not in before.acts),
        understood=before.understood or after.understood,
        effects=Effects(
            handoff=after.effects.handoff or before.effects.handoff,
            unlink=before.effects.unlink or after.effects.unlink,
            erase=before.effects.erase or after.effects.erase,
            notes=before.effects.notes + after.effects.notes,
        ),
        trail=before.trail + after.trail,
    )
