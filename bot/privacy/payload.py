"""A button's payload as it may be kept: what no button of ours sends is not kept at all."""

from __future__ import annotations

import json
import re
from typing import Final

from bot.privacy.redact import Kind, redact

UNKNOWN: Final = "/?"
"""Stands for a payload that has no form of ours."""
_FORM: Final = re.compile(r"/[a-z_]{2,40}")
_KEY: Final = re.compile(r"r1\.[0-9a-f]{22}")
_NUMBERED: Final = re.compile(r"(?:[a-z]+_)?id|isbn|ordinal|branch|year|date")
"""Entities whose values the library's systems made."""
MOST: Final = 2_000


def clean(payload: str) -> tuple[str, frozenset[Kind]]:
    """The payload without secrets, and what was in it."""
    if _KEY.fullmatch(payload):
        return payload, frozenset()
    name, brace, rest = payload.partition("{")
    if len(payload) > MOST or not _FORM.fullmatch(name):
        return UNKNOWN, frozenset()
    if not brace:
        return payload, frozenset()
    try:
        values = json.loads(brace + rest)
    except (ValueError, RecursionError):
        return UNKNOWN, frozenset()
    kinds: set[Kind] = set()
    kept: dict[str, str] = {}
    for key, value in values.items():
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            return UNKNOWN, frozenset()
        kept[key] = str(value) if _NUMBERED.fullmatch(key) else _without(key, str(value), kinds)
    return f"{name}{json.dumps(kept, ensure_ascii=False)}", frozenset(kinds)


def _without(key: str, value: str, kinds: set[Kind]) -> str:
    """Its key tells what a bare value is about."""
    told = redact(f"{key} {value}")
    kinds |= told.kinds
    return told.text.removeprefix(f"{key} ")
