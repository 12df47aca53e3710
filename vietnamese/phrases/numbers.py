"""Numbers in words: `mười lăm`, `hai mươi mốt`, `hăm ba`, `một trăm lẻ tư`, `hai nghìn mười`.

Read in folded words, where `mười` and `mươi`, `một` and `mốt`, `năm` and `nằm` are the same.
"""

from __future__ import annotations

from typing import Final

DIGITS: Final = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9,
}  # fmt: skip
_AFTER_TENS: Final = DIGITS | {"lam": 5, "nham": 5}
_TEENS: Final = DIGITS | {"muoi": 10}
_TENS_ALONE: Final = {"muoi": 10, "ham": 20, "bam": 30}
_ZERO: Final = "khong"
_ODD: Final = ("linh", "le")
_HALF: Final = "ruoi"
_THOUSAND: Final = ("nghin", "ngan")
LARGEST: Final = 999_999

_DIGIT = "(?:mot|hai|ba|bon|tu|nam|sau|bay|tam|chin)"
_ONES = f"(?:lam|nham|{_DIGIT})"
_TENS = (
    rf"(?:{_DIGIT} muoi(?: {_ONES})?|muoi(?: {_ONES})?|(?:ham|bam) {_ONES}|{_DIGIT} (?:lam|nham))"
)
_HUNDREDS = rf"(?:(?:{_DIGIT}|khong) tram(?: (?:{_TENS}|(?:linh|le) {_DIGIT}|{_DIGIT}|ruoi))?)"
_BELOW = rf"(?:{_HUNDREDS}|{_TENS}|{_DIGIT})"
THOUSANDS: Final = (
    rf"(?:{_BELOW} (?:nghin|ngan)(?: (?:{_HUNDREDS}|{_TENS}|(?:linh|le) {_DIGIT}|{_DIGIT}|ruoi))?)"
)
"""Pattern of one thousand and more in words."""
SMALL: Final = rf"(?:{_TENS}|{_DIGIT}|\d{{1,2}})"
"""Pattern of 1..99, in words or digits."""


def number(said: str) -> int | None:
    """0..999 999 as folded words or digits say it; None for anything else.

    A bare digit after `trăm` or `nghìn` counts the next lower place: `hai trăm tư` is 240.
    """
    if said.isascii() and said.isdigit():
        return int(said) if len(said) <= len(str(LARGEST)) else None
    words = said.split()
    if words == [_ZERO]:
        return 0
    return _thousands(words)


def _thousands(words: list[str]) -> int | None:
    at = next((i for i, word in enumerate(words) if word in _THOUSAND), None)
    if at is None:
        return _hundreds(words) if words[:1] != [_ZERO] else None
    head, rest = _hundreds(words[:at]), _rest(words[at + 1 :], 1000)
    return None if not head or rest is None else head * 1000 + rest


def _hundreds(words: list[str]) -> int | None:
    if "tram" not in words:
        return _tens(words)
    at = words.index("tram")
    head = 0 if words[:at] == [_ZERO] else _digit(words[:at])
    rest = _rest(words[at + 1 :], 100)
    return None if head is None or rest is None else head * 100 + rest


def _rest(words: list[str], place: int) -> int | None:
    """What follows `trăm` (place 100) or `nghìn` (place 1000)."""
    if not words:
        return 0
    if words == [_HALF]:
        return place // 2
    if words[0] in _ODD:
        return _digit(words[1:])
    if (digit := _digit(words)) is not None:
        return digit * place // 10
    return _tens(words) if place == 100 else _hundreds(words)


def _tens(words: list[str]) -> int | None:
    match words:
        case [word]:
            return _TEENS.get(word)
        case [tens, "muoi"] if tens in DIGITS:
            return DIGITS[tens] * 10
        case [tens, "lam" | "nham"] if tens in DIGITS:
            return DIGITS[tens] * 10 + 5
        case ["muoi" | "ham" | "bam" as tens, ones] if ones in _AFTER_TENS:
            return _TENS_ALONE[tens] + _AFTER_TENS[ones]
        case [tens, "muoi", ones] if tens in DIGITS and ones in _AFTER_TENS:
            return DIGITS[tens] * 10 + _AFTER_TENS[ones]
    return None


def _digit(words: list[str]) -> int | None:
    return DIGITS.get(words[0]) if len(words) == 1 else None
