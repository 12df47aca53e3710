"""Text set in the fonts of before Unicode (.VnTime, VNI-Times, VPS…): known by their names.

In such a font the codes of Western letters are drawn as Vietnamese ones, so that a program that
does not know reads `§Þnh lµng` where `Đình làng` is printed.
"""

from __future__ import annotations

import re

from vietnamese.reading import legacy
from vietnamese.reading.letters import nfc

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FAMILIES = {
    "tcvn3": re.compile(r"^[._]?Vn(?!i\b|i[-\s_])[A-Z]"),
    "vni": re.compile(r"^VNI[-\s_#]", re.IGNORECASE),
    "vps": re.compile(r"^VPS[-\s_A-Z]", re.IGNORECASE),
}
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
    raw = _bytes(text)
    if raw is None:
        return text
    read = nfc(legacy.decode_as(raw, code))
    return read.upper() if _CAPITALS.match(_SUBSET.sub("", font)) else read


def by_likeness(text: str) -> str:
    """Text whose fonts' names say nothing: repaired where it reads as Vietnamese only so."""
    odd = sum(not char.isascii() for char in text)
    raw = _bytes(text)
    if raw is None or odd < 12 or odd < len(text) / 20:
        return text
    read, code = legacy.decode(raw)
    return text if code in ("utf-8", "windows-1252", "windows-1258") else read


def _bytes(text: str) -> bytes | None:
    """Each character as the font's code, None when one is no code of a single byte.

    Symbol fonts stand at U+F000; a PDF's soft hyphen at a line's end comes as U+FFFE, and is
    the commonest letter of TCVN3 there (`ư`).
    """
    found = bytearray()
    for char in text:
        point = ord(char)
        if 0xF000 <= point <= 0xF0FF:
            found.append(point - 0xF000)
        elif char in "\ufffe\x02":
            found.append(0xAD)
        elif point < 256:
            found.append(point)
        else:
            try:
                found += char.encode("cp1252")
            except UnicodeEncodeError:
                return None
    return bytes(found)
