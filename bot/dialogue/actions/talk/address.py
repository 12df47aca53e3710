"""How the reader calls themself: cháu, bác, cô …; kept in a slot once heard."""

from __future__ import annotations

from bot.dialogue.actions.context import ActionContext
from vietnamese.phrases.kinship import speaker


def address_of(context: ActionContext) -> str:
    """The word heard in this message, else the one remembered, else an empty string."""
    remembered = context.slots.get("address")
    return speaker(context.meant) or (remembered if isinstance(remembered, str) else "")
