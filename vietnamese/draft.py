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


@dataclass(slots=True, eq=False)
class Word:
    """A run, as typed in NFC, and its lower-case form now. A `fixed` one is changed no more."""

    run: Run
    typed: str
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
        return self.typed if self.fixed else cased(self.typed, self.now)


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
        between = text[ended : run.start]
        opens = not words or (between != " " and _MARK.search(between) is not None)
        ended = run.end
        if not run.word:
            words.append(Word(run, typed, typed, fixed=True, opens=opens))
            continue
        lower = typed.lower()
        word = Word(run, typed, lower, opens=opens)
        if len(run.text) == 1:
            before = text[run.start - 1 : run.start]
            word.listed = before == "." or _LISTED.match(text, run.end) is not None
        word.become(canonical(lower), "tone_place")
        words.append(word)
    _mark_codes(words)
    return words


def _mark_codes(words: list[Word]) -> None:
    capitals = [w for w in words if not w.fixed and len(w.typed) > 1 and w.typed.isupper()]
    if capitals and len(capitals) * 2 < sum(not w.fixed for w in words):
        for word in capitals:
            word.code = True


def assemble(text: str, words: list[Word]) -> tuple[str, list[tuple[int, int]]]:
    """The text with its words as they are now, and where each word came to stand in it."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    at = length = 0
    for word in words:
        run, shown = word.run, word.shown
        between = nfc(text[at : run.start])
        begin = length + len(between)
        length = begin + len(shown)
        places.append((begin, length))
        parts += (between, shown)
        at = run.end
    parts.append(nfc(text[at:]))
    return "".join(parts), places
