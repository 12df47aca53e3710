"""Texts of SIP2 fields: what may go out, and what a server's bytes mean."""

from __future__ import annotations

import re

from vietnamese.reading import legacy, nfc

MOST_BYTES = 255
"""A field's length by the protocol."""
SINGLE_BYTE = ("latin-1", "cp1252")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def sendable(text: str, encoding: str) -> bool:
    """Whether the text can be one field's value as it is.

    A name of a card or copy with a character taken out would name another one, so what cannot be
    sent whole is not sent.
    """
    if not text or text != text.strip() or "|" in text or not text.isprintable():
        return False
    try:
        return len(text.encode(encoding)) <= MOST_BYTES
    except UnicodeEncodeError:
        return False


def read(field: str) -> str:
    """NFC text from a field decoded as Latin-1, that is, from its bytes.

    UTF-8 first, with a second layer undone where that gives valid UTF-8; else the Vietnamese
    code of before Unicode that fits best.
    """
    raw = field.encode("latin-1")
    try:
        text = _once(nfc(raw.decode("utf-8")))
    except UnicodeDecodeError:
        text, _ = legacy.decode(raw)
    return _CONTROL.sub(" ", nfc(text)).strip()


def _once(text: str) -> str:
    """Bytes taken for letters and encoded again, which some servers also decompose (NFD)."""
    if text.isascii():
        return text
    for code in SINGLE_BYTE:
        try:
            return text.encode(code).decode("utf-8")
        except UnicodeError:
            continue
    return text
