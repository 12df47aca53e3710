"""Words that deny or except: `không lấy cuốn 2`, `trừ cuốn đầu`, `đừng gia hạn`, `chưa`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

Kind = Literal["not", "except", "stop"]
EXCEPT: Final = re.compile(r"\b(?:ngoai tru|tru ra|tru|ngoai|khong ke|khong tinh|chua lai)\b")
"""Words of exception in folded text."""
_WORDS: Final[tuple[tuple[Kind, str], ...]] = (
    ("except", "ngoại trừ|trừ ra|trừ|ngoài|không kể|không tính|chừa lại|chừa|bỏ qua"),
    ("stop", "đừng|khoan|dừng|ngừng|khỏi"),
    ("not", "không phải|không|chẳng phải|chẳng|chả|chưa|hông|hổng|hok|hem|ko|khong"),
)
_PATTERN = re.compile("|".join(rf"\b(?P<{kind}>{words})\b" for kind, words in _WORDS))
_ENDS = re.compile(r"(?:\s+(?:ạ|vậy|thế|nhỉ|ta|bạn|ad|nha|nhé|à|hả))*\s*(?:[?.!…]|$)")
_ASKED: Final = frozenset(("không", "chưa", "hông", "hổng", "hok", "hem", "ko", "khong"))
_OTHER = re.compile(
    r"không gian|không khí|trừ phi|ngoài ra|ngoài trời|khỏi bệnh|không quân|số không"
)
"""Words that hold one of them and deny nothing."""


class Negation(NamedTuple):
    """A word at [start, end) of the message, and what it does to what follows it."""

    kind: Kind
    start: int
    end: int


def find(meant: str) -> Iterator[Negation]:
    """Negations of a message with accents, in order.

    The last word of a question denies nothing: `có sách không`, `trả chưa ạ?`.
    """
    text = meant.lower()
    other = [match.span() for match in _OTHER.finditer(text)]
    for match in _PATTERN.finditer(text):
        asked = match[0] in _ASKED and _ENDS.match(text, match.end())
        if asked or any(start <= match.start() < end for start, end in other):
            continue
        for kind, _ in _WORDS:
            if match[kind]:
                yield Negation(kind, *match.span())
