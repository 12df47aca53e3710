"""A catalogued text as it is kept: composed letters, single spaces, nothing that can't be seen."""

from __future__ import annotations

import re
import unicodedata

from vietnamese.reading import nfc

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200c-\u200f\u202a-\u202e\u2060\ufeff]"
)
"""Controls, soft hyphens, joiners and marks of direction; what parts words is left to `split`."""
_BREAK = "\u200b"
"""A space of no width: where it stands two words meet."""
_LOOSE = re.compile("[\u0300\u0301\u0302\u0303\u0306\u0309]")
_TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309])([\u0302\u0306])")


def tidy(text: str) -> str:
    """NFC, also where a tone was written before the hat or breve of its letter."""
    if not text.isascii():
        text = composed(text).replace(_BREAK, " ")
    if not text.isprintable():
        text = _UNSEEN.sub("", text)
    return " ".join(text.split())


def composed(text: str) -> str:
    """NFC with every Vietnamese letter in one code: `e`, acute, circumflex is `ế` too."""
    made = nfc(text)
    if _LOOSE.search(made):
        made = nfc(_TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", made)))
    return made
