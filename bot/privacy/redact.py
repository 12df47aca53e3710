"""Secrets typed in chat are not kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

HIDDEN = "•••"
_CARD = re.compile(r"(?<![A-Za-z0-9])(?:HT|TV|BD)\d{6}(?![0-9])", re.IGNORECASE)
_PIN = re.compile(
    r"(?P<name>\b(?:pin|mã\s*pin|ma\s*pin|mật\s*khẩu|mat\s*khau|mk|password|pass|pw)\b"
    r"(?:\s+(?:thẻ|the|của\s+\w+|cua\s+\w+|là|la|em|mình|minh|tôi|toi))*\s*[:=]?\s*)"
    r"(?P<secret>\d{4,12}|(?=\S*\d)\S{6,32})",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(?<!\d)0\d{11}(?!\d)")
_PHONE = re.compile(r"(?<!\d)(?:\+84|0)(?:[ .-]?\d){9}(?!\d)")


@dataclass(frozen=True, slots=True)
class Redacted:
    """Text as it may be kept, and whether a PIN or password was in it."""

    text: str
    pin: bool


def redact(text: str) -> Redacted:
    """PIN, card, identity and phone numbers out; other numbers stay."""
    hidden, pins = _PIN.subn(lambda match: match["name"] + HIDDEN, text)
    for pattern in (_CARD, _IDENTITY, _PHONE):
        hidden = pattern.sub(HIDDEN, hidden)
    return Redacted(hidden, pins > 0)
