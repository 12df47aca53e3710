"""Text set in the fonts of before Unicode (.VnTime, VNI-Times, VPS…): known by their names.

In such a font the codes of Western letters are drawn as Vietnamese ones, so that a program that
does not know reads `§Þnh lµng` where `Đình làng` is printed.
"""

from __future__ import annotations

import re

from vietnamese.reading import legacy
from vietnamese.reading.syllable import is_syllable

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FAMILIES = {
    "tcvn3": re.compile(r"^[._]?Vn(?!i\b|i[-\s_])[A-Z]"),
    "vni": re.compile(r"^VNI[-\s_#]", re.IGNORECASE),
    "vps": re.compile(r"^VPS[-\s_A-Z]", re.IGNORECASE),
}
_LEAST_ODD = 12
"""Letters beyond ASCII that a text must have before its code is guessed."""
_HYPHENED = re.compile(r"[^\W\d_]*-[^\W\d_]*")
_CAPITALS = re.compile(r"^[._]?Vn\w*H(?:[-,\s_]|$)")
"""The capital sisters of the ABC fonts (.VnTimeH) draw every letter as a capital."""


def encoding(font: str) -> str | None:
    """The code the font of that name is drawn in, None for one with Unicode's."""
    name = _SUBSET.sub("", font)
    return next((code for code, names in _FAMILIES.items() if names.match(name)), None)


def in_unicode(text: str, font: str) -> str:
    """The text as printed in the font. What is Unicode already is left."""
    code = encoding(font)
    if code is None:
        return text
    read = decoded(text, code)
    return read.upper() if _CAPITALS.match(_SUBSET.sub("", font)) else read


def likely_code(text: str) -> str | None:
    """The code of a text whose fonts' names say nothing, where it reads as Vietnamese only so."""
    odd = sum(not char.isascii() for char in text)
    raw = _bytes(text)
    if raw is None or odd < _LEAST_ODD or odd < len(text) / 20:
        return None
    code = legacy.decode(raw)[1]
    return None if code in ("utf-8", "windows-1252", "windows-1258") else code


def decoded(text: str, code: str) -> str:
    """Western letters as the code's; a text with others is Unicode already, and is left."""
    raw = _bytes(text)
    if raw is None:
        return text
    read = legacy.decode_as(raw, code)
    return _HYPHENED.sub(_u_horn, read) if code == "tcvn3" else read


def _u_horn(match: re.Match[str]) -> str:
    """TCVN3 has its `ư` where Western fonts have the soft hyphen, which PDF gives as a hyphen:
    it is one where the word is a syllable with it."""
    word = match[0].replace("-", "ư")
    return word if is_syllable(word.lower()) else match[0]


def _bytes(text: str) -> bytes | None:
    """Each character as the font's code, None when one is no code of a single byte.

    Symbol fonts stand at U+F000; a hyphen at a line's end comes from a PDF as U+FFFE.
    """
    found = bytearray()
    for char in text:
        point = ord(char)
        if 0xF000 <= point <= 0xF0FF:
            found.append(point - 0xF000)
        elif char in "\ufffe\x02":
            found += b"-"
        elif point < 256:
            found.append(point)
        else:
            try:
                found += char.encode("cp1252")
            except UnicodeEncodeError:
                return None
    return bytes(found)
