"""A message on its way from typed to meant: its runs, and what each has become."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from vietnamese.reading import lexicon
from vietnamese.reading.model import Why
from vietnamese.reading.scan import runs
from vietnamese.reading.syllable import canonical, is_syllable

_REPEAT = re.compile(r"([^\W\d_])\1{2,}")
_LISTED = re.compile(r"\)|\.\s*\w")
_MARK = re.compile(r"[.!?;:,()\[\]\"“”«»\n|/–—…]")


@dataclass(slots=True, eq=False)
class Word:
    """Characters [start, end) of the text: as typed, and the lower-case form they have now. A
    `fixed` one is changed no more."""

    start: int
    end: int
    typed: str
    now: str
    why: Why
    upper: bool
    """In capitals."""
    fixed: bool = False
    opens: bool = False
    """A mark stands before it: what it follows tells nothing about it."""
    foreign: bool = False
    code: bool = False
    """In capitals where the message is not."""
    listed: bool = False
    """`a)`, `t. III`: a letter that numbers something."""
    options: tuple[str, ...] = ()
    """What a short form may mean."""
    share: float = 1.0
    """Of this reading among the word's readings."""
    runner_up: str = ""
    sense: str = ""
    """What a region's word that stays in the text is understood as."""

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


class _Form(NamedTuple):
    """What a word is by itself: in lower case with one tone place and no letter repeated, and
    whether that changed it."""

    now: str
    why: Why
    upper: bool


@lru_cache(maxsize=4096)
def _form(typed: str) -> _Form:
    lower = typed.lower()
    upper = typed.isupper()
    placed = canonical(lower)
    now = placed if upper else _once(placed)
    why: Why = "repeat" if now != placed else "tone_place" if placed != lower else "kept"
    return _Form(now, why, upper)


def _once(word: str) -> str:
    """`ơiiii` -> `ơi`, `thíchh` -> `thích`; other words as they are."""
    single = _REPEAT.sub(r"\1", word)
    if single != word and (is_syllable(single) or single in lexicon.short_forms()):
        word = single
    if len(word) > 2 and word[-1] == word[-2] and not is_syllable(word):
        single = word[:-1]
        if not single.isascii() and is_syllable(single):
            return single
    return word


def start(text: str) -> list[Word]:
    """The runs of a text in NFC as words; what is no word is fixed."""
    words: list[Word] = []
    ended = 0
    for typed, begin, end, readable in runs(text):
        between = text[ended:begin]
        opens = not words or (between != " " and _MARK.search(between) is not None)
        ended = end
        if not readable:
            words.append(Word(begin, end, typed, typed, "kept", False, True, opens))
            continue
        now, why, upper = _form(typed)
        word = Word(begin, end, typed, now, why, upper, False, opens)
        if end - begin == 1:
            word.listed = text[begin - 1 : begin] == "." or _LISTED.match(text, end) is not None
        words.append(word)
    _mark_codes(words)
    return words


def _mark_codes(words: list[Word]) -> None:
    capitals = [w for w in words if not w.fixed and w.upper and len(w.typed) > 1]
    if capitals and len(capitals) * 2 < sum(not w.fixed for w in words):
        for word in capitals:
            word.code = True


def assemble(text: str, words: list[Word]) -> tuple[str, list[tuple[int, int]]]:
    """The text with its words as they are now, and where each word came to stand in it."""
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    at = length = 0
    for word in words:
        shown, between = word.shown, text[at : word.start]
        begin = length + len(between)
        length = begin + len(shown)
        places.append((begin, length))
        parts += (between, shown)
        at = word.end
    parts.append(text[at:])
    return "".join(parts), places
