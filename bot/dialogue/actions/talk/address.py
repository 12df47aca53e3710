"""How the reader calls themself: cháu, bác, cô …; kept in a slot once heard."""

from __future__ import annotations

import re

from bot.dialogue.actions.context import ActionContext

WORDS = "bác|cô|chú|ông|bà|cháu|con|em|anh|chị"
VERBS = (
    "muốn|cần|hỏi|tìm|đang|có|mượn|định|bị|quên|tên|là|ở|thấy|không|chưa|kiếm|nhờ|xin|lỡ|vừa|đã|mới"
)
SELF = re.compile(
    rf"\b(?:cho|giúp|hộ|dùm|giùm)\s+({WORDS})\b(?!\s+của)"  # cho bác hỏi
    rf"|(?:^|[,.!?]\s*|\bơi\s*,?\s*|\bạ\s*,?\s*)({WORDS})\s+(?:{VERBS})\b",  # cô ơi, cháu muốn
    re.IGNORECASE,
)
NOT_SELF = ("con", "anh")
"""`tìm sách cho con`, `tiếng Anh`: too often not the reader after `cho`."""


def address_of(context: ActionContext) -> str:
    """The word heard in this message, else the one remembered, else an empty string."""
    remembered = context.slots.get("address")
    return heard(context.meant) or (remembered if isinstance(remembered, str) else "")


def heard(meant: str) -> str:
    """The reader's word for themself in a message with accents, or an empty string."""
    for match in SELF.finditer(meant):
        after_for, subject = match.groups()
        word = (after_for or subject).lower()
        if subject or word not in NOT_SELF:
            return word
    return ""
