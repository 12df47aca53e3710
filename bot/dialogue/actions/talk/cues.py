"""Words that tell what a message is about, looked for as a reader's words."""

from __future__ import annotations

from collections.abc import Iterable

from bot.dialogue.plain import plain


def count_cues(meant: str, cues: Iterable[str]) -> int:
    """How many syllables of the cues a message says.

    A cue of one syllable needs its accents (`muộn` is not `mượn`), a longer one does not.
    """
    said = f" {' '.join(_words(meant))} "
    folded = f" {plain(meant)} "
    return sum(len(cue.split()) for cue in cues if _in(cue, said, folded))


def _in(cue: str, said: str, folded: str) -> bool:
    return f" {plain(cue)} " in folded if " " in cue.strip() else f" {cue.strip().lower()} " in said


def _words(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.lower()).split()
