"""Words that deny, except, and turn back to wanting, as a message with accents has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ACTS = "gia hạn|đặt trước|đặt|hủy|huỷ|lấy|mượn|bỏ|chọn|đụng|động|làm|renew|tính|kể|thêm"
_VERB = rf"(?: (?:{_ACTS})(?: (?:đến|tới|vào|thêm))?)"
_NO = r"(?:không|chẳng|chả|hông|hổng|hong|hok|hem|ko|khong|kg|nỏ)"
_NOT = "|".join(
    (
        rf"{_NO} phải(?: là)?",
        rf"{_NO} (?:muốn|cần|nên|được){_VERB}?",
        rf"{_NO}{_VERB}",
        rf"(?:đừng|chớ|khỏi|miễn)(?: có| nên)?{_VERB}?",
        rf"chưa (?:muốn|cần){_VERB}?",
        rf"don't{_VERB}?",
        "not",
    )
)
_EXCEPT = "|".join(
    (
        "ngoại trừ", "trừ ra", "trừ", "ngoài", rf"{_NO} (?:kể|tính)", "chừa(?: lại| ra)?", "bỏ qua",
        "giữ(?: lại)?", "để (?:lại|dành)", "but not", "except",
    )
)  # fmt: skip
_DROP = r"bỏ(?: bớt| ra)?(?= (?:cuốn|quyển|cái|bản|tập|bộ)\b)|loại(?: bỏ| ra)?"
"""Except, where the act itself is not one of giving up."""
_TURN = "|".join(
    (
        "mà(?: là)?", "nhưng(?: mà)?", "chỉ", "thay (?:vào đó|bằng)", "đổi (?:sang|qua|lại)",
        "gia hạn", "đặt trước", "đặt", "lấy", "chọn", "mượn", "hủy", "huỷ", "renew", "cơ",
    )
)  # fmt: skip
"""From here on things are wanted again."""
_STOP = r"[,;.!?\n]"
LEFT_OUT: Final = re.compile(r"\bchua\s*(?:(?:cuon|quyen|tap|ban|sach)\s*)?$")
"""`chừa` right before a name; `chưa` (not yet) has no place there."""
AFTER: Final = re.compile(
    rf"\s*(?:thì |là )(?:thôi|{_NO}|khỏi|đừng)\b"
    rf"|\s*(?:khỏi|đừng){_VERB}?\s*(?:[,;.!]|$)"
    rf"|\s*(?:thì )?{_NO} (?:cần|lấy|gia hạn|đặt|muốn|mượn)\b(?!.*{_NO}\s*[?]*$)"
    r"|\s*(?:thì )?(?:để (?:sau|lại|đó|yên)|giữ lại|bỏ ra)\b"
)
"""What denies the thing named before it: `cuốn ấy thì thôi`, `cuốn đầu khỏi gia hạn`."""


BARE: Final = re.compile(
    r"\b(?:(?P<excepted>(?:ngoai )?tru(?: ra)?|chua (?:lai|ra))"
    r"|(?P<denied>(?:dung|khoi|cho) (?:co )?(?:gia han|dat|huy|lay|muon|chon|dung|lam|renew)"
    r"|(?:khong|ko|k|hong|chang) (?:phai|gia han|dat|huy|lay|muon|chon|can)))\b"
)
"""The same in folded words, where accents were left out and guessed wrongly: `đừng gia hạn` typed
bare is not to be read as `đúng gia hạn`."""


AFTER_BARE: Final = re.compile(
    r"\s*(?:thi |la )(?:thoi|khoi|dung|khong|ko)\b"
    r"|\s*(?:thi )?(?:de (?:sau|lai|do|yen)|giu lai|bo ra)\b"
)


def _pattern(excepted: str) -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:(?P<excepted>{excepted})|(?P<denied>{_NOT})|(?P<wanted>{_TURN}))\b"
        rf"|(?P<stop>{_STOP})"
    )


def operators(accented: str, folded: str, pattern: re.Pattern[str]) -> Iterator[str]:
    """Kinds in order: `denied`, `excepted`, `wanted`, `stop`. Both texts have the same length."""
    found = {match.span(): str(match.lastgroup) for match in pattern.finditer(accented)}
    for match in BARE.finditer(folded):
        inside = [span for span in found if span[0] < match.end() and match.start() < span[1]]
        if not any(found[span] in ("denied", "excepted") for span in inside):
            for span in inside:
                del found[span]
            found[match.span()] = str(match.lastgroup)
    return (kind for _, kind in sorted(found.items()))


TAKING: Final = _pattern(f"{_EXCEPT}|{_DROP}")
GIVING_UP: Final = _pattern(_EXCEPT)
"""Where the act gives things up, `bỏ cuốn đầu` wants that one."""
