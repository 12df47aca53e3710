"""A file's name as a stranger gave it, made fit to be shown and to be saved under."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARS = 80
_RESERVED = re.compile(r'[<>:"|?*]')


def tidy(name: str) -> str:
    """NFC, the last part of a path, no control, format or direction signs, none that a system
    reserves, no dots at its ends; shortened in the middle so that its ending stays. Empty where
    nothing is left."""
    whole = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode())
    last = re.split(r"[/\\]", whole)[-1]
    seen = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    spaced = " ".join(_RESERVED.sub(" ", seen).split()).strip(". ")
    if len(spaced) <= MAX_CHARS:
        return spaced
    stem, dot, ending = spaced.rpartition(".")
    if not dot or len(ending) > 8:
        return f"{spaced[: MAX_CHARS - 1].rstrip()}…"
    return f"{stem[: MAX_CHARS - len(ending) - 2].rstrip()}….{ending}"
