"""Bytes of a field to text: UTF-8 where they are, else a Vietnamese code of before Unicode."""

from __future__ import annotations

from vietnamese.reading import legacy


def decode(raw: bytes) -> str:
    """NFC text. Never fails: what no code fits comes as Windows-1252 gives it."""
    return legacy.decode(raw)[0]
