"""ISBN in any form to thirteen digits."""

from __future__ import annotations

import re

_DASHES = re.compile(r"[\s\-‐‑–]+")


def isbn13(text: str) -> str | None:
    """Digits of a valid ISBN-10 or ISBN-13, else None."""
    digits = _DASHES.sub("", text).upper()
    if len(digits) == 13 and digits.isascii() and digits.isdigit():
        return digits if digits == digits[:12] + _check(digits[:12]) else None
    if len(digits) == 10 and digits.isascii() and digits[:9].isdigit():
        total = sum(
            (10 - i) * (10 if d == "X" else int(d))
            for i, d in enumerate(digits)
            if d.isdigit() or d == "X"
        )
        valid = total % 11 == 0 and (digits[9].isdigit() or digits[9] == "X")
        return "978" + digits[:9] + _check("978" + digits[:9]) if valid else None
    return None


def _check(first_twelve: str) -> str:
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(first_twelve))
    return str(-total % 10)
