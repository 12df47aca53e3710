"""What Rasa takes for a command, and that only our own buttons give one.

Rasa reads every message that begins with `/` as an intent: `/restart`, `/session_start` or
`/back` typed by a reader would be carried out unread.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dialogue.actions.registry import ACTIONS

MOST_TYPED: Final = 600
"""Characters of a message that Rasa is given. Readers write 60; 4,000 cost it four seconds."""
_PREFIX: Final = "action_"
_OF_FORMS: Final = re.compile(
    r"action_(?:ask_(?!(?:reference|librarian|reason|detail|source)$)\w+|\w+_submit|\w+_fallback)"
)
"""Actions that Rasa runs by itself, in a form or when it does not understand."""
INTENTS: Final = frozenset(
    name.removeprefix(_PREFIX)
    for name in ACTIONS
    if name.startswith(_PREFIX) and not _OF_FORMS.fullmatch(name)
)
_PAYLOAD: Final = re.compile(r"/([a-z_]+)(?:\{.*\})?", re.DOTALL)


def known(payload: str) -> bool:
    """Whether a payload is one that a button of ours may carry to Rasa."""
    match = _PAYLOAD.fullmatch(payload)
    return match is not None and match[1] in INTENTS


def plain(text: str) -> str:
    """A reader's words, as words: never a command, never too long."""
    return text.lstrip("/ \t\r\n\u00a0")[:MOST_TYPED]


def message(text: str, payload: str | None) -> str:
    """What Rasa is sent for one turn."""
    return payload if payload is not None and known(payload) else plain(text)
