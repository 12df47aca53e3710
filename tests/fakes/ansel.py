"""Text to MARC-8 bytes, as systems of before Unicode wrote them: marks before their letter."""

from __future__ import annotations

import unicodedata
from itertools import permutations

from pymarc.marc8_mapping import CODESETS

_BYTES = {chr(point): bytes([code]) for code, (point, _) in CODESETS[0x45].items()}
_MARKS = {chr(point) for point, mark in CODESETS[0x45].values() if mark}
_HORNED = "ƠơƯư"


def encoded(text: str, order: int = 0) -> bytes:
    """`order` picks one of the orders in which the marks of a letter may stand."""
    out = b""
    for char in unicodedata.normalize("NFC", text):
        letter, marks = _apart(char)
        orders = list(permutations(marks))
        out += b"".join(_BYTES[mark] for mark in orders[order % len(orders)])
        out += _BYTES.get(letter, letter.encode("ascii", "strict") if letter.isascii() else b"?")
    return out


def _apart(char: str) -> tuple[str, list[str]]:
    """Its letter as ANSEL has it, ơ and ư whole, and the marks above and below."""
    letter, *marks = unicodedata.normalize("NFD", char)
    if "\u031b" in marks:
        marks.remove("\u031b")
        letter = _HORNED["OoUu".index(letter)]
    return letter, [mark for mark in marks if mark in _MARKS]
