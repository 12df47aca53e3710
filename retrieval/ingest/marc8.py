"""MARC-8 (ANSEL and the sets it escapes to): marks stand before their letter."""

from __future__ import annotations

from pymarc.marc8 import MARC8ToUnicode
from pymarc.marc8_mapping import CODESETS, ODD_MAP

_ANSEL = CODESETS[MARC8ToUnicode.ansel]
_NONE = bytes(code for code in range(0x80, 0x100) if code not in _ANSEL and code not in ODD_MAP)
"""Bytes that stand for nothing in ANSEL: each is lost, and nothing beside it."""
ESCAPE = b"\x1b"


def decode(raw: bytes) -> tuple[str, int]:
    """The text, and how many bytes stood for nothing. An escape that leads nowhere is one."""
    lost = 0
    if ESCAPE not in raw:
        known = raw.translate(None, _NONE)
        raw, lost = known, len(raw) - len(known)
    try:
        return _converted(raw), lost
    except (IndexError, TypeError, ValueError):
        bare = raw.replace(ESCAPE, b"")
        return _converted(bare.translate(None, _NONE)), lost + len(raw) - len(bare)


def _converted(raw: bytes) -> str:
    return str(MARC8ToUnicode(quiet=True).translate(raw))
