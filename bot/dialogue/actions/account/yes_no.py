"""Yes or no to a question just asked."""

from __future__ import annotations

from bot.dialogue.actions.context import ActionContext

YES = frozenset(
    "da vang u um uh uhm ok oke okay okie yes dong y duoc co chuan dung phai chac dc xac nhan lam "
    "gia han dat huy nhe a roi luon giup minh em toi di nha the vay ban ha".split()
)
NO = frozenset(
    "thoi khong khoi ko k hong no de sau chua dung can a da nhe nua dau ban em minh cam on".split()
)
SURE = frozenset("vang u um uh uhm ok oke okay okie yes y duoc co chuan phai dc nhan".split())
LEFT = frozenset("thoi khong khoi ko k hong no chua".split())
LONGEST = 6
"""Words of a bare yes or no; more say something of their own."""
STOP = "dừng"
"""Without its accent `dừng` (stop) is `đúng` (right)."""


def answer(context: ActionContext) -> bool | None:
    """True, False, or None when the message is something else."""
    if context.intent == "affirm":
        return True
    if context.intent == "deny":
        return False
    if context.pressed or context.intent == "cancel":
        return None
    words = context.folded.split()
    if not words or len(words) > LONGEST or STOP in context.meant.lower():
        return None
    said = set(words)
    if said <= NO and said & LEFT:
        return False
    return True if said <= YES and said & SURE else None
