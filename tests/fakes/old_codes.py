"""Vietnamese text to the bytes of before Unicode: the inverse of how they are read."""

from __future__ import annotations

import unicodedata
from functools import cache

from vietnamese.reading import legacy
from vietnamese.reading.letters import TONES

SINGLE = ("tcvn3", "viscii", "vps")
_VOWELS = "aăâeêioôơuưy"
_LOWER = [unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in ("", *TONES)]
ACCENTED = tuple(
    c for letter in [*_LOWER, "đ"] if not letter.isascii() for c in (letter, letter.upper())
)
"""The 134 letters of Vietnamese that ASCII lacks."""


def encoded(text: str, code: str) -> bytes:
    """Raises KeyError for a letter the code lacks."""
    return b"".join(
        char.encode() if char.isascii() else _table(code)[char]
        for char in unicodedata.normalize("NFC", text)
    )


@cache
def _table(code: str) -> dict[str, bytes]:
    if code == "windows-1258":
        return {letter: _cp1258(letter) for letter in ACCENTED}
    found: dict[str, bytes] = {}
    for raw in _candidates(code):
        found.setdefault(legacy.decode_as(raw, code), raw)
    return found


def _candidates(code: str) -> list[bytes]:
    """What may stand for one letter: a byte, beyond ASCII first; in VNI a letter and its mark."""
    order = [*range(0x80, 0x100), *range(0x20)]
    singles = [bytes([byte]) for byte in order]
    if code in SINGLE:
        return singles
    letters = [*b"aeoyuAEOYU", *"ôöÔÖ".encode("cp1252")]
    pairs = [bytes([letter, mark]) for letter in letters for mark in range(0xC0, 0x100)]
    of_one_case = [
        pair
        for pair in pairs
        if chr(pair[0]).isupper() == bytes([pair[1]]).decode("cp1252").isupper()
    ]
    return [*of_one_case, *singles[:128]]  # a mark alone reads as a letter it is not


def _cp1258(letter: str) -> bytes:
    """The letter with its hat, breve or horn; its tone after it."""
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in parts if mark in TONES)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in TONES))
    return (bare + tone).encode("cp1258")
