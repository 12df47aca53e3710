"""Which work of the conversation a message speaks of: a button, a place in the list, `cuốn đó`."""

from __future__ import annotations

import re

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.plain import plain
from vietnamese.phrases import ordinals

THAT = re.compile(
    r"\b(?:cuon|quyen|sach|tai lieu|book|cai) (?:do|nay|ay|day|kia|no|ni|te|vua roi|tren|this)\b"
    r"|\bno\b"
    r"|\b(?:cuon|quyen) sach (?:do|nay|ay)\b"
)


def mentioned(context: ActionContext) -> str | None:
    """The id of the work meant, or None when the message points at none."""
    if pressed := context.payload.get("work_id"):
        return pressed
    listed = ids(context.slots.get("last_list"))
    if (places := placed(context, len(listed))) is not None:
        return listed[places[0]] if places else None
    if THAT.search(context.folded) or not context.all("title"):
        return current(context) if THAT.search(context.folded) else None
    return None


def current(context: ActionContext) -> str | None:
    """The work last spoken of, else the first of the last list."""
    last = context.slots.get("last_work")
    if isinstance(last, str):
        return last
    return next(iter(ids(context.slots.get("last_list"))), None)


def placed(context: ActionContext, length: int) -> ordinals.Places | None:
    """Places a message names in a list of `length`; a title that sounds like one is none."""
    if length == 0:
        return None
    values = [plain(v) for v in context.all("ordinal") if v != "all" or _means_all(context)]
    recognised = [ordinals.from_value(value, length) for value in values]
    named = [places for places in recognised if places is not None]
    if named:
        return tuple(dict.fromkeys(place for places in named for place in places))
    return None if context.all("title") else ordinals.places(context.folded, length)


def _means_all(context: ActionContext) -> bool:
    """`hết` of `hết hạn` is no `all`."""
    if "ordinal" in context.payload or not re.search(r"\bhet han\b", context.folded):
        return True
    return ordinals.ALL.search(context.folded) is not None


def ids(slot: object) -> tuple[str, ...]:
    """A list of ids as a slot holds it."""
    return tuple(str(each) for each in slot) if isinstance(slot, list | tuple) else ()
