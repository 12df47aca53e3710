"""Personal data out of a text that others will read: more is taken than `redact` does, since what
stays is shown to a person before it is used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.privacy.redact import HIDDEN, redact

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8,}(?!\d)")
_CAPITAL = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
_NAME = rf"[{_CAPITAL}]\w*(?:\s+[{_CAPITAL}]\w*){{0,4}}"
_INTRODUCED = re.compile(
    rf"(?P<says>(?i:\b(?:tên(?:\s+(?:tôi|em|mình|cháu|con))?(?:\s+là)?|(?:tôi|em|mình|cháu)\s+là"
    rf"|bạn đọc|họ\s+(?:và\s+)?tên\s*:?))\s+)(?P<name>{_NAME})"
)
_CALLED = re.compile(rf"(?P<says>(?i:\b(?:cô|chú|bác|anh|chị|ông|bà|em|cháu))\s+)(?P<name>{_NAME})")


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """The text as it may go on, and how many places were hidden."""

    text: str
    hidden: int


def scrub(text: str, names: Sequence[str] = ()) -> Scrubbed:
    """Cards, PINs, identity and phone numbers, e-mail, other long numbers, the given `names`, and
    names that follow «tôi là», «tên em là», a form of address."""
    clean = redact(text).text
    for name in names:
        if len(name.strip()) > 1:
            clean = re.sub(rf"(?<!\w){re.escape(name.strip())}(?!\w)", HIDDEN, clean, flags=re.I)
    for pattern in (_EMAIL, _DIGITS):
        clean = pattern.sub(HIDDEN, clean)
    for pattern in (_INTRODUCED, _CALLED):
        clean = pattern.sub(lambda match: match["says"] + HIDDEN, clean)
    return Scrubbed(clean, clean.count(HIDDEN))
