"""Things asked to be done in the middle of a conversation; they are no questions about it."""

from __future__ import annotations

import re

from bot.dialogue.memory import Holds, Memory, OneWork, Refusal, Works
from bot.dialogue.understanding.in_context.meant import Meant
from bot.dialogue.understanding.in_context.others import bare_title
from bot.dialogue.understanding.in_context.said import Said

_REQUEST = re.compile(
    r"^(?:dat|giu|gia han|huy|bo|xoa|muon|tim|mua|tra|chuyen|gui|lay|noi)\b(?!.*\b(?:khong|ko"
    r"|k|chua"
    r"|no|nao|gi|mo|chi|dau|may|bao nhieu)$)"
)
_HOLD = re.compile(
    r"^(?:cho (?:mình|tôi|tui|em|cháu|bác) )?(?:đặt|giữ)(?: (?:thêm|luôn|giúp|giùm|hộ|cho"
    r"|mình|tôi|tui"
    r"|em|cháu|trước|chỗ|nữa))* (?:cuốn|quyển) (?P<title>.{2,80})$",
    re.IGNORECASE,
)
POINTING = ("này", "đó", "ấy", "nớ", "kia", "đầu", "cuối", "thứ")
AMONG = (Holds, Works, OneWork, Refusal)


def asks_to_do(said: Said) -> bool:
    """Whether a message asks for something to be done."""
    return _REQUEST.search(said.folded) is not None


def another_hold(said: Said, memory: Memory) -> Meant | None:
    """`đặt thêm cuốn X nữa` after holds or works: a hold, to be asked about, never a wish."""
    named = _HOLD.search(said.meant.strip(" .!"))
    if named is None or not any(isinstance(each.focus, AMONG) for each in memory.fresh()):
        return None
    title = bare_title(named["title"])
    if not title or title.split()[0].lower() in POINTING:
        return None
    return Meant("same_for", "place_hold", {"title": title, "question": title})
