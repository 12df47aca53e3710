"""Cut a long text at paragraph, then sentence, then word; never inside a character as seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

Measure = Callable[[str], int]
_ENDS = (re.compile(r"\n\n+"), re.compile(r"\n"), re.compile(r"(?<=[.!?…;:])\s"), re.compile(r"\s"))
_JOINERS = ("\u200d", "\ufe0f", "\ufe0e")
LEAST_SHARE = 0.3
"""A cut before this share of the room would leave a stump: a weaker place is taken instead."""


def characters(text: str) -> int:
    """Code points."""
    return len(text)


def utf16(text: str) -> int:
    """UTF-16 units, as Telegram counts."""
    return len(text) + sum(char > "\uffff" for char in text)


def clean(text: str) -> str:
    """NFC, without NUL and lone surrogates, without blank ends."""
    whole = text.replace("\0", "").encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", whole).strip()


def split(text: str, limit: int, measure: Measure = characters) -> tuple[str, ...]:
    """Parts of at most `limit`, none empty; together they hold every word, in order."""
    parts: list[str] = []
    rest = clean(text)
    while measure(rest) > limit:
        at = _place(rest, _fitting(rest, limit, measure))
        parts.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    if rest:
        parts.append(rest)
    return tuple(part for part in parts if part)


def shorten(text: str, limit: int, measure: Measure = characters) -> str:
    """The text, cut at a word with an ellipsis where it is too long."""
    if measure(text) <= limit:
        return text
    room = _fitting(text, limit - 1, measure)
    space = text.rfind(" ", 0, room + 1)
    at = space if space >= room // 2 else _whole(text, room)
    return text[:at].rstrip(" ,;:-–") + "…"


def _fitting(text: str, limit: int, measure: Measure) -> int:
    """How many code points from the start measure at most `limit`."""
    at = min(limit, len(text))
    while measure(text[:at]) > limit:
        at -= 1
    return at


def _place(text: str, room: int) -> int:
    """Where to cut within the first `room` code points."""
    for pattern in _ENDS:
        ends = [found.start() for found in pattern.finditer(text, 0, room + 1)]
        good = [end for end in ends if LEAST_SHARE * room <= end <= room]
        if good:
            return good[-1]
    return _whole(text, room)


def _whole(text: str, at: int) -> int:
    """The last place up to `at` that does not part what is seen as one character."""
    place = at
    while place > 0 and (_clings(text, place)):
        place -= 1
    return place or at


def _clings(text: str, place: int) -> bool:
    if place >= len(text):
        return False
    char = text[place]
    return bool(unicodedata.combining(char)) or char in _JOINERS or text[place - 1] == "\u200d"
