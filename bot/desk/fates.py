"""What became of a reply, in a librarian's words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from bot.store.outbox import Fate

Choice = Literal["again", "pay", "rewrite"]
LABELS = {"waiting": "waiting_to_send", "dead": "send_failed", "unknown": "unsure"}
WHYS: tuple[tuple[str, str], ...] = (
    ("window closed", "window"),
    ("window costs money", "costs"),
    ("blocked", "blocked"),
    ("quota", "quota"),
    ("render", "render"),
    ("nothing to send", "render"),
    ("no channel", "channel"),
)
"""What a channel or the sender tells, by a word of it; all else is told as it is."""
CHOICES: Mapping[str, tuple[Choice, ...]] = {
    "window": ("rewrite",),
    "costs": ("pay", "rewrite"),
    "blocked": ("rewrite",),
    "render": ("rewrite",),
    "channel": ("rewrite",),
}
OTHERWISE: tuple[Choice, ...] = ("again", "rewrite")


def told(fate: Fate | None, words: Mapping[str, str]) -> dict[str, Any]:
    """Label, reason and choices; nothing of what arrived."""
    if fate is None or fate.state not in LABELS:
        return {"label": "", "why": "", "choices": []}
    kind = next((kind for word, kind in WHYS if word in fate.reason), "other")
    why = words[f"why_{kind}"].replace("{reason}", fate.reason) if fate.reason else ""
    if fate.state == "waiting":
        return {"label": words[LABELS["waiting"]], "why": why, "choices": []}
    if fate.state == "unknown":
        why = words["why_unknown"]
    choices = CHOICES.get(kind, OTHERWISE) if fate.state == "dead" else OTHERWISE
    return {"label": words[LABELS[fate.state]], "why": why, "choices": list(choices)}
