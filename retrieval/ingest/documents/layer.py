"""The text layer of a PDF page: its words with their places, in Unicode, in reading order."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pypdfium2.raw as pdfium

from retrieval.ingest.documents.columns import Line, Word, in_columns
from retrieval.ingest.documents.old_fonts import decoded, encoding, in_unicode, likely_code
from vietnamese.reading.letters import nfc

_WORD = re.compile(r"[^\W\d_]+")
_LINE_HYPHEN = ("\ufffe", "\x02")
"""What pdfium gives for a hyphen that ends a line, and no line's end after it."""
_VOWELS = frozenset("aeiouyAEIOUY")
_ODD = 0.03
"""Share of signs without a meaning from which a layer is not believed."""
_WELL_FORMED = 0.7
"""Share of words that could be words of some language, below which a layer is not believed."""


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character of the page: its code as pdfium gives it, its box, its font's name."""

    char: str
    box: tuple[float, float, float, float]
    font: str
    broken: bool


@dataclass(frozen=True, slots=True)
class Layer:
    """Text, paragraphs apart, and whether it can be believed."""

    text: str
    believed: bool


def layer(textpage: Any) -> Layer:
    """Of a pypdfium2 text page."""
    glyphs = _glyphs(textpage.raw)
    written = [glyph for glyph in glyphs if not glyph.char.isspace()]
    broken = sum(glyph.broken for glyph in written)
    groups = in_columns(_repaired([line for line in _lines(glyphs) if line]))
    text = nfc("\n\n".join(text for group in groups if (text := _unwrapped(group))))
    odd = broken + sum(_meaningless(char) for char in text)
    believed = odd <= _ODD * max(len(written), 1) and well_formed(text) >= _WELL_FORMED
    return Layer("".join(char for char in text if not _meaningless(char)), believed)


def _repaired(lines: list[Line]) -> list[Line]:
    """Out of a code of before Unicode that the fonts' names did not tell."""
    code = likely_code(" ".join(word.text for line in lines for word in line))
    if code is None:
        return lines
    return [[replace(word, text=decoded(word.text, code)) for word in line] for line in lines]


def well_formed(text: str) -> float:
    """Share of the words, of those that are long enough to tell, that could be words.

    Codes of glyphs taken for letters give words with figures and signs inside, capitals after
    small letters, or no vowels.
    """
    words = [word for word in re.findall(r"\S+", text) if sum(c.isalpha() for c in word) > 1]
    if not words:
        return 1.0
    return sum(_word_like(word.strip(".,;:!?\"'()[]“”‘’«»…-–—/")) for word in words) / len(words)


def _word_like(word: str) -> bool:
    inner = re.split(r"[-–’'./,:&]", word)
    return all(not part or _part_like(part) for part in inner)


def _part_like(part: str) -> bool:
    if not part.isalpha():
        return part.isdigit() or len(part) < 3 or (part.isascii() and part.isalnum())
    if not (part.islower() or part.isupper() or part.istitle() or part[0].isupper()):
        return False
    plain = not part.isascii() or len(part) < 3 or part.isupper()
    return plain or any(char in _VOWELS for char in part)


def _meaningless(char: str) -> bool:
    return (
        char in "\ufffd\ufffe"
        or "\ue000" <= char <= "\uf8ff"
        or (char < " " and char not in "\n\t")
    )


def _glyphs(page: Any) -> list[_Glyph]:
    sides = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = (ctypes.byref(side) for side in sides)
    found, font = [], ""
    for at in range(pdfium.FPDFText_CountChars(page)):
        code = pdfium.FPDFText_GetUnicode(page, at)
        char = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if char.isspace() or pdfium.FPDFText_IsGenerated(page, at) == 1:
            found.append(_Glyph(char, (0.0, 0.0, 0.0, 0.0), font, False))
            continue
        pdfium.FPDFText_GetCharBox(page, at, left, right, bottom, top)
        font = _font(page, at)
        broken = pdfium.FPDFText_HasUnicodeMapError(page, at) == 1 and encoding(font) is None
        box = (sides[0].value, sides[2].value, sides[1].value, sides[3].value)
        found.append(_Glyph(char, box, font, broken))
    return found


def _font(page: Any, at: int) -> str:
    flags = ctypes.c_int()
    name = ctypes.create_string_buffer(128)
    length = pdfium.FPDFText_GetFontInfo(page, at, name, 128, ctypes.byref(flags))
    return name.raw[: max(0, min(length, 128) - 1)].decode("utf-8", "replace")


def _lines(glyphs: list[_Glyph]) -> list[Line]:
    """Words of each line as pdfium ends them."""
    lines: list[Line] = [[]]
    word: list[_Glyph] = []
    for glyph in glyphs:
        if not glyph.char.isspace():
            word.append(glyph)
            if glyph.char not in _LINE_HYPHEN:
                continue
        if word:
            lines[-1].append(_word(word))
            word = []
        if glyph.char in "\n\r\ufffe\x02" and lines[-1]:
            lines.append([])
    if word:
        lines[-1].append(_word(word))
    return lines


def _word(glyphs: list[_Glyph]) -> Word:
    runs = groupby(glyphs, key=lambda glyph: glyph.font)
    text = "".join(in_unicode("".join(g.char for g in run), font) for font, run in runs)
    left, bottom, right, top = zip(*(glyph.box for glyph in glyphs), strict=True)
    return Word(text, min(left), min(bottom), max(right), max(top))


def _unwrapped(lines: list[Line]) -> str:
    """Lines of a paragraph joined: a line that ends early ends it."""
    texts = [" ".join(word.text for word in line) for line in lines]
    longest = max(map(len, texts), default=0)
    paragraphs: list[str] = [""]
    for text in texts:
        before = paragraphs[-1]
        whole = before[:-1] + text if before.endswith(_LINE_HYPHEN) else f"{before} {text}"
        paragraphs[-1] = whole.strip()
        if len(text) < 0.75 * longest:
            paragraphs.append("")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
