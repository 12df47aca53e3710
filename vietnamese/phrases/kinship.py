"""Words of kinship as forms of address: how the reader calls themself and the library."""

from __future__ import annotations

import re
from typing import Final

KIN: Final = "bác|cô|chú|ông|bà|cháu|con|em|anh|chị"
"""Words of kinship a reader may use for themself, with accents."""
SELF: Final = f"mình|tôi|tui|{KIN}|bạn mình"
"""All words for oneself."""
_VERBS = (
    "muốn|cần|hỏi|tìm|đang|có|mượn|định|bị|quên|tên|là|ở|thấy|không|chưa|kiếm|nhờ|xin|lỡ|vừa|đã|mới"
)
_SPEAKING = re.compile(
    rf"\b(?:cho|giúp|hộ|dùm|giùm)\s+({KIN})\b(?!\s+của)"  # cho bác hỏi
    rf"|(?:^|[,.!?]\s*|\bơi\s*,?\s*|\bạ\s*,?\s*)({KIN})\s+(?:{_VERBS})\b",  # cô ơi, cháu muốn
    re.IGNORECASE,
)
_NOT_SELF = ("con", "anh")
"""`tìm sách cho con`, `tiếng Anh`: too often not the reader after `cho`."""


def speaker(meant: str) -> str:
    """The reader's word for themself in a message with accents, or an empty string."""
    for match in _SPEAKING.finditer(meant):
        after_for, subject = match.groups()
        word = (after_for or subject).lower()
        if subject or word not in _NOT_SELF:
            return word
    return ""
