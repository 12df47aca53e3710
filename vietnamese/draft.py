"""A message on its way from typed to meant: its runs, and what each has become."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vietnamese.letters import nfc
from vietnamese.model import Why
from vietnamese.scan import Run, runs
from vietnamese.syllable import canonical

_LISTED = re.compile(r"\)|\.\s*\w")
_MARK = re.compile(r"[.!?;:,()\[\]\"“”«»\n|/–—…]")


@dataclass(slots=True)
class Word:
    """A run and its lower-case form now. A `fixed` one is changed no more."""

    run: Run
    now: str
    why: Why = "kept"
    fixed: bool = False
    foreign: bool = False
    opens: bool = False
    """A mark stands before it: what it follows tells nothing about it."""
    code: bool = False
    """In capitals where the message is not."""
    listed: bool = False
    """`a)`, `t. III`: a letter that numbers something."""
    options: tuple[str, ...] = ()
    """What a short form may mean."""
    share: float = 1.0
    """Of this reading among the word's readings."""
    runner_up: str = ""

    def become(self, meant: str, why: Why) -> None:
        if meant != self.now:
            self.now, self.why = meant, why

    @property
    def shown(self) -> str:
        """What it is now, in the case it was typed in."""
        typed = nfc(self.run.text)
        return typed if self.fixed else cased(typed, self.now)


def cased(typed: str, now: str) -> str:
    """Lower-case `now` in the case of `typed`, which stays as it is where it means the same."""
    if now == typed.lower():
        return typed
    if len(typed) > 1 and typed.isupper():
        return now.upper()
    return now[:1].upper() + now[1:] if typed[:1].isupper() else now


def start(text: str) -> list[Word]:
    """The runs of a text as words; what is no word is fixed."""
    words: list[Word] = []
    ended = 0
    for run in runs(text):
        typed = nfc(run.text)
        opens = bool(_MARK.search(text, ended, run.start)) or not words
        ended = run.end
        if not run.word:
            words.append(Word(run, typed, fixed=True, opens=opens))
            continue
        lower = typed.lower()
        word = Word(run, lower, opens=opens)
        word.listed = len(run.text) == 1 and (
            bool(_LISTED.match(text, run.end)) or text[run.start - 1 : run.start] == "."
        )
        word.become(canonical(lower), "tone_place")
        words.append(word)
    _mark_codes(words)
    return words


def _mark_codes(words: list[Word]) -> None:
    able = [w for w in words if not w.fixed]
    capitals = [w for w in able if w.run.text.isupper() and len(w.run.text) > 1]
    if len(capitals) * 2 < len(able):
        for word in capitals:
            word.code = True


def assemble(text: str, words: list[Word]) -> tuple[str, dict[int, int]]:
    """The text with its words as they are now, and where each run's ends moved to."""
    parts: list[str] = []
    moved: dict[int, int] = {}
    at = length = 0
    for word in words:
        between = nfc(text[at : word.run.start])
        length += len(between)
        moved[word.run.start] = length
        length += len(word.shown)
        moved[word.run.end] = length
        parts += (between, word.shown)
        at = word.run.end
    parts.append(nfc(text[at:]))
    return "".join(parts), moved
