"""Settle what each word means: accents where they are missing, short forms by their neighbours.

How many accents a typist drops is read off the message: the text as it stands and the text
with dropped accents put back are both weighed, and the likelier one is taken.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from vietnamese.reading.counts import UNKNOWN, Counts
from vietnamese.reading.draft import Word
from vietnamese.reading.model import Why
from vietnamese.reading.restore import Best
from vietnamese.reading.slots import OFTEN, Slot, Slots
from vietnamese.reading.word_analyzer import WordAnalyzer

SELDOM = 0.002
"""How often a word's accents are dropped by who types them all."""
PARTLY = math.log(0.2)
"""Prior of a message with some accents having others dropped."""
FULL = 0.55
"""Full Vietnamese has marks on three syllables of four; from here on a bare word is looked at
only where it was never seen beside its neighbours."""
CAPITAL = 0.1
"""A capitalised bare word among accented ones is a foreign name ten times likelier."""
CODE = 0.002
"""A word in capitals among others (`DOC`, `ASP`) is seldom a bare word that somebody shouts."""


def settle(words: Sequence[Word], analyzer: WordAnalyzer) -> float:
    """Give each word its likeliest reading; returns how sure the readings are (0..1)."""
    if not words:
        return 1.0
    able = [word for word in words if not word.fixed]
    marked = len([word for word in able if not word.now.isascii()])
    if not marked:
        slots, found = _weigh(words, analyzer, 1.0)
    else:
        if marked >= FULL * len(able) and _all_at_home(words, analyzer.counts):
            return 1.0
        slots, found = _weigh(words, analyzer, SELDOM)
        if any(len(s.texts) > 1 and not w.options for w, s in zip(words, slots, strict=True)):
            others, partly = _weigh(words, analyzer, OFTEN)
            if partly.log + marked * math.log(1 - OFTEN) + PARTLY > found.log:
                slots, found = others, partly
    _take(words, slots, found)
    return _sureness(words, slots)


def _all_at_home(words: Sequence[Word], counts: Counts) -> bool:
    """Whether each word stands beside one it was seen beside, or has no other reading."""
    ids = [UNKNOWN if w.fixed else counts.id(w.now) for w in words]
    for at, word in enumerate(words):
        if word.fixed:
            continue
        if word.options:
            return False
        if word.now.isascii():
            if not counts.ids_of(word.now):
                continue
            left = at and counts.pair_place(ids[at - 1], ids[at]) >= 0
            if not left and (at + 1 == len(words) or counts.pair_place(ids[at], ids[at + 1]) < 0):
                return False
        elif ids[at] < 0:
            return False
    return True


def _weigh(
    words: Sequence[Word], analyzer: WordAnalyzer, dropped: float
) -> tuple[list[Slot], Best]:
    """Each word's readings, and the best path when accents are dropped so often."""
    slots = [_slot(word, analyzer.slots, dropped) for word in words]
    return slots, analyzer.search(slots, [word.opens for word in words])


def _slot(word: Word, slots: Slots, dropped: float) -> Slot:
    now = word.now
    if word.fixed:
        return slots.number
    if word.options:
        return slots.short(now, word.options)
    if word.foreign or word.why in ("telex", "vni") or " " in now:
        return slots.only(now)
    if now.isascii():
        if dropped < 1.0 and word.typed[:1].isupper():
            dropped *= CAPITAL
        return slots.bare(now, dropped * CODE if word.code else dropped)
    return slots.marked(now)


def _take(words: Sequence[Word], slots: list[Slot], found: Best) -> None:
    for word, slot, index, share, runner in zip(
        words, slots, found.chosen, found.shares, found.runners, strict=True
    ):
        if len(slot.texts) > 1:
            word.share = share
            word.runner_up = slot.texts[runner] if runner != index else ""
        word.become(slot.texts[index], _why(word))


def _why(word: Word) -> Why:
    if word.options:
        return "short_form"
    return "slip" if word.why == "slip" else "accents"


def _sureness(words: Sequence[Word], slots: list[Slot]) -> float:
    """Mean share of the chosen readings, over words that had several."""
    shares = [word.share for word, slot in zip(words, slots, strict=True) if len(slot.texts) > 1]
    return sum(shares) / len(shares) if shares else 1.0
