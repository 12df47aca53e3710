"""Bytes of a field to text: UTF-8 where they are, else a Vietnamese code of before Unicode."""

from __future__ import annotations

from vietnamese import nfc


def decode(raw: bytes) -> str:
    """Never fails: what no code fits keeps replacement marks where it was unreadable."""
    try:
        return nfc(raw.decode("utf-8"))
    except UnicodeDecodeError:
        return nfc(raw.decode("cp1258", "replace"))
