"""Unicode of Vietnamese: one normal form, and folding to bare letters."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

TONES = {"\u0300": "f", "\u0301": "s", "\u0303": "x", "\u0309": "r", "\u0323": "j"}
"""Combining tone marks and their Telex keys (huyền, sắc, ngã, hỏi, nặng)."""

KEY_TO_TONE = {key: mark for mark, key in TONES.items()}
VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = {
    "â": ("a", "^"),
    "ă": ("a", "w"),
    "ê": ("e", "^"),
    "ô": ("o", "^"),
    "ơ": ("o", "w"),
    "ư": ("u", "w"),
    "đ": ("d", "-"),
}
_STROKE = {"đ": "d", "Đ": "D"}
_MARKS = frozenset(TONES) | {"\u0302", "\u0306", "\u031b"}
"""Tones, and the hat, breve and horn that letters carry."""


def nfc(text: str) -> str:
    """Composed form; lone surrogates become the replacement character, as UTF-8 has none."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = _without_surrogates(text)
    return unicodedata.normalize("NFC", text)


def _without_surrogates(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def fold(text: str) -> str:
    """Lower case, no accents, đ as d: `Nguyễn Đình` -> `nguyen dinh`. Length may change."""
    if text.isascii():
        return text.lower()
    folded = []
    for char in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(char):
            folded.append(_STROKE.get(char, char))
    return "".join(folded).lower()


def strip(text: str) -> str:
    """No accents, đ as d, case kept: `Nguyễn Đình` -> `Nguyen Dinh`. NFC in, same length out."""
    if text.isascii():
        return text
    kept = (c for c in unicodedata.normalize("NFD", text) if c not in _MARKS)
    return unicodedata.normalize("NFC", "".join(_STROKE.get(char, char) for char in kept))


@lru_cache(maxsize=4096)
def split_tone(word: str) -> tuple[str, str]:
    """An NFC word without its tone, and the tone mark (empty for ngang)."""
    if word.isascii():
        return word, ""
    tone = ""
    kept = []
    for char in unicodedata.normalize("NFD", word):
        if char in TONES:
            tone = tone or char
        else:
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)), tone


def unmark(char: str) -> tuple[str, str]:
    """`ơ` -> (`o`, `w`); other letters with an empty mark."""
    return _MARKED.get(char, (char, ""))
