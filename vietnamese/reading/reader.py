"""The one entrance: text as typed to text as meant, token by token.

Order of work: keystrokes (Telex, VNI) where the message shows them, short forms, accents by
the best path, then dialect. What is already right is left alone at each step, and a text
as meant reads as itself.
"""

from __future__ import annotations

from functools import lru_cache

from vietnamese.reading import accents, steps
from vietnamese.reading.anchor import anchored
from vietnamese.reading.counts import Counts
from vietnamese.reading.draft import Word, assemble, cased, start
from vietnamese.reading.letters import nfc
from vietnamese.reading.model import Reading, Style, Token, Why
from vietnamese.reading.restore import Search
from vietnamese.reading.word_analyzer import WordAnalyzer

MAX_ROUNDS = 4
CACHED_LENGTH, REMEMBERED = 500, 128
"""A turn reads its message several times; 128 of 100 words are 5 MB."""
ALTERNATIVES = 3
SURE = 0.98
"""A word read with this share of its readings' chance has no alternative worth telling."""


class Reader:
    """Reads messages with one set of counts. Safe to share between threads."""

    def __init__(self, counts: Counts, search: Search | None = None) -> None:
        self._analyzer = WordAnalyzer(counts, search)
        self._cached = lru_cache(maxsize=REMEMBERED)(self._read)

    def read(self, text: str) -> Reading:
        """Any string is safe; work is linear, and bounded for long ones."""
        return self._cached(text) if len(text) <= CACHED_LENGTH else self._read(text)

    def _read(self, text: str) -> Reading:
        """Repeat until nothing changes; a text that does not settle stays as typed."""
        if (composed := nfc(text)) != text:
            return anchored(self._read(composed), text)
        words, sure = self._pass(text)
        meant, places = assemble(text, words)
        for _ in range(MAX_ROUNDS):
            if nfc(meant) != meant:
                break
            again, _ = self._pass(meant)
            settled, moved = assemble(meant, again)
            if settled == meant:
                return _reading(text, meant, words, places, sure)
            ends = _ends(again, moved)
            if not all(begin in ends and end in ends for begin, end in places):
                break
            places = [(ends[begin], ends[end]) for begin, end in places]
            meant = settled
        return unread(text)

    def _pass(self, text: str) -> tuple[list[Word], float]:
        counts = self._analyzer.counts
        words = start(text)
        steps.decode(words, self._analyzer)
        steps.expand(words)
        steps.mark_foreign(words, counts)
        steps.mend(words, counts)
        sure = accents.settle(words, self._analyzer)
        steps.translate(words, counts)
        return words, sure


def _ends(words: list[Word], places: list[tuple[int, int]]) -> dict[int, int]:
    """Where each end of a word moved to."""
    ends: dict[int, int] = {}
    for word, (begin, end) in zip(words, places, strict=True):
        ends[word.start] = begin
        ends[word.end] = end
    return ends


def _reading(
    text: str, meant: str, words: list[Word], places: list[tuple[int, int]], sure: float
) -> Reading:
    tokens = tuple(
        _token(word, meant[begin:end]) for word, (begin, end) in zip(words, places, strict=True)
    )
    others = _alternatives(meant, words, places)
    return Reading(text, meant, tokens, _style(words), round(sure, 4), others)


def _token(word: Word, meant: str) -> Token:
    why: Why = word.why if meant != word.typed else "kept"
    return Token(word.typed, meant, word.start, word.end, why, word.sense or meant)


def _alternatives(meant: str, words: list[Word], places: list[tuple[int, int]]) -> tuple[str, ...]:
    """The message with the least sure words read the next best way, least sure first."""
    doubtful = [at for at, word in enumerate(words) if word.runner_up and word.share < SURE]
    doubtful.sort(key=lambda at: words[at].share)
    found = []
    for at in doubtful[:ALTERNATIVES]:
        begin, end = places[at]
        other = cased(words[at].typed, words[at].runner_up)
        found.append(meant[:begin] + other + meant[end:])
    return tuple(text for text in dict.fromkeys(found) if text != meant)


def unread(text: str) -> Reading:
    """The text in NFC with all its words kept: what no reading gives."""
    if (composed := nfc(text)) != text:
        return anchored(unread(composed), text)
    words = start(text)
    tokens = tuple(_token(word, word.typed) for word in words)
    return Reading(text, text, tokens, "other", 0.0)


def _style(words: list[Word]) -> Style:
    """The most telling thing about how the message was typed."""
    whys = [w.why for w in words if not w.fixed]
    if not whys:
        return "other"
    for why in ("telex", "vni"):
        if why in whys:
            return "telex" if why == "telex" else "vni"
    if "short_form" in whys or "repeat" in whys:
        return "teencode"
    if "accents" in whys:
        return "partial_accents" if any(_marked(w) for w in words) else "no_accents"
    foreign = sum(w.foreign for w in words)
    return "mixed_english" if foreign and foreign < len(whys) else "clean"


def _marked(word: Word) -> bool:
    return not word.fixed and not word.typed.isascii()
