"""Settle what each word means: accents where they are missing, short forms by their neighbours.

How many accents a typist drops is read off the message: the text as it stands and the text
with dropped accents put back are both weighed, and the likelier one is taken.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from vietnamese.counts import UNKNOWN, Counts
from vietnamese.draft import Word
from vietnamese.letters import fold, split_tone, unmark
from vietnamese.model import Why
from vietnamese.restore import Best, Choice, best
from vietnamese.syllable import is_syllable
from vietnamese.tally import NUMBER

SELDOM, OFTEN = 0.002, 0.5
"""How often a word's accents are dropped by who types them all, and by who types them in part."""
PARTLY = math.log(0.2)
"""Prior of a message with some accents having others dropped."""
FULL = 0.55
"""Full Vietnamese has marks on three syllables of four; from here on a bare word is looked at
only where it was never seen beside its neighbours."""
CAPITAL = 0.1
"""A capitalised bare word among accented ones is a foreign name ten times likelier."""
CODE = 0.002
"""A word in capitals among others (`DOC`, `ASP`) is seldom a bare word that somebody shouts."""
AS_TYPED = 0.02
"""A short form that is meant as it stands."""


class _Slot:
    """The readings of one word, side by side: texts for the message, choices for the search."""

    __slots__ = ("choices", "texts", "word")

    def __init__(self, word: Word, texts: list[str], choices: list[Choice]) -> None:
        self.word, self.texts, self.choices = word, texts, choices


def settle(words: Sequence[Word], counts: Counts) -> float:
    """Give each word its likeliest reading; returns how sure the readings are (0..1)."""
    if not words:
        return 1.0
    marked = sum(not w.fixed and not w.now.isascii() for w in words)
    if not marked:
        slots, found, _ = _weigh(words, counts, 1.0)
    else:
        if marked >= FULL * sum(not w.fixed for w in words) and _all_at_home(words, counts):
            return 1.0
        slots, found, plain = _weigh(words, counts, SELDOM)
        if any(len(slot.choices) > 1 and not slot.word.options for slot in slots):
            others, parts, partly = _weigh(words, counts, OFTEN)
            if partly + marked * math.log(1 - OFTEN) + PARTLY > plain:
                slots, found = others, parts
    _take(slots, found)
    return _sureness(slots)


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
    words: Sequence[Word], counts: Counts, dropped: float
) -> tuple[list[_Slot], list[Best], float]:
    """The best path of each stretch when accents are dropped so often, and their log chance."""
    slots = [_slot(word, counts, dropped) for word in words]
    found: list[Best] = []
    begin = 0
    for end in range(1, len(slots) + 1):
        if end == len(slots) or words[end].opens:
            found.append(best([slot.choices for slot in slots[begin:end]], counts))
            begin = end
    return slots, found, sum(one.log for one in found)


def _slot(word: Word, counts: Counts, dropped: float) -> _Slot:
    if word.fixed:
        return _Slot(word, [word.now], [Choice((counts.id(NUMBER),), 1.0)])
    if word.options:
        return _short(word, counts)
    if word.foreign or word.why in ("telex", "vni") or " " in word.now:
        return _only(word, counts)
    if word.now.isascii():
        return _bare(word, counts, dropped)
    if is_syllable(word.now) and counts.id(word.now) >= 0:
        return _only(word, counts)
    return _partly_marked(word, counts)


def _only(word: Word, counts: Counts) -> _Slot:
    return _Slot(word, [word.now], [Choice(_ids(word.now, counts), 1.0)])


def _ids(text: str, counts: Counts) -> tuple[int, ...]:
    return tuple(counts.id(part) for part in text.split(" "))


def _bare(word: Word, counts: Counts, dropped: float) -> _Slot:
    ids = counts.ids_of(word.now)
    typed = word.run.text
    if dropped < 1.0 and typed[:1].isupper():
        dropped *= CAPITAL
    if word.code:
        dropped *= CODE
    texts = [counts.name(number) for number in ids]
    choices = [
        Choice((number,), 1.0 if text == word.now else dropped)
        for number, text in zip(ids, texts, strict=True)
    ]
    if word.now not in texts and (dropped < 1.0 or not choices):
        texts.append(word.now)
        choices.append(Choice((UNKNOWN,), 1.0))
    return _Slot(word, texts, choices)


def _partly_marked(word: Word, counts: Counts) -> _Slot:
    """`đươc`, `tiêng`: readings that have the marks that were typed, and more."""
    texts, choices = [word.now], [Choice((UNKNOWN,), 1.0)]
    for number in counts.ids_of(fold(word.now)):
        text = counts.name(number)
        if _adds_marks(word.now, text):
            texts.append(text)
            choices.append(Choice((number,), OFTEN))
    return _Slot(word, texts, choices)


def _adds_marks(typed: str, meant: str) -> bool:
    bare, tone = split_tone(typed)
    wanted, wanted_tone = split_tone(meant)
    return (
        len(bare) == len(wanted)
        and tone in ("", wanted_tone)
        and all(a in (b, unmark(b)[0]) for a, b in zip(bare, wanted, strict=True))
    )


def _short(word: Word, counts: Counts) -> _Slot:
    texts = [word.now, *word.options]
    choices = [Choice(_ids(word.now, counts), AS_TYPED)]
    choices += [Choice(_ids(text, counts), 1.0) for text in word.options]
    if word.now.isascii():
        for number in counts.ids_of(word.now):
            text = counts.name(number)
            if text not in texts:
                texts.append(text)
                choices.append(Choice((number,), AS_TYPED))
    return _Slot(word, texts, choices)


def _take(slots: list[_Slot], found: list[Best]) -> None:
    at = 0
    for one in found:
        for index, share, runner in zip(one.chosen, one.shares, one.runners, strict=True):
            slot = slots[at]
            word = slot.word
            if len(slot.choices) > 1:
                word.share = share
                word.runner_up = slot.texts[runner] if runner != index else ""
                word.become(slot.texts[index], _why(word))
            at += 1


def _why(word: Word) -> Why:
    if word.options:
        return "short_form"
    return "slip" if word.why == "slip" else "accents"


def _sureness(slots: list[_Slot]) -> float:
    """Mean share of the chosen readings, over words that had several."""
    shares = [slot.word.share for slot in slots if len(slot.choices) > 1]
    return sum(shares) / len(shares) if shares else 1.0
