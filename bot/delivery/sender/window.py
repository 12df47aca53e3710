"""A channel's windows: free, paid, shut, counted from the reader's last act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.store.conversations import Conversation
from connectors.messages import Capabilities

HOUR = 3600.0
Verdict = Literal["free", "paid", "shut"]


@dataclass(frozen=True, slots=True)
class WindowPolicy:
    """What the library allows itself to pay. `free_cap`: replies free per message heard, if the
    platform still counts them; `budget_vnd` is of a calendar month."""

    paid_replies: bool = False
    price_vnd: int = 55
    budget_vnd: int = 0
    free_cap: int | None = None


FREE = WindowPolicy()


def judge(
    capabilities: Capabilities, conversation: Conversation, policy: WindowPolicy, now: float
) -> Verdict:
    """Where a message to this conversation stands now. The channel's own refusal is final."""
    if capabilities.hard_window_hours is None and capabilities.free_window_hours is None:
        return "free"
    if conversation.interacted is None:
        return "shut"
    silent = (now - conversation.interacted) / HOUR
    hard, free = capabilities.hard_window_hours, capabilities.free_window_hours
    if hard is not None and silent >= hard:
        return "shut"
    over_cap = policy.free_cap is not None and conversation.since_heard >= policy.free_cap
    return "paid" if over_cap or (free is not None and silent >= free) else "free"


def affordable(policy: WindowPolicy, spent_vnd: int, *, agreed: bool) -> bool:
    """Whether a paid message may go: switched on or agreed to by a librarian, within the month's
    budget. An agreement does not exceed the budget either."""
    return (policy.paid_replies or agreed) and spent_vnd + policy.price_vnd <= policy.budget_vnd
