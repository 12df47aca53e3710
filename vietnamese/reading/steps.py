"""The steps of reading, each over the words of one message."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from vietnamese.reading import lexicon
from vietnamese.reading.counts import Counts
from vietnamese.reading.draft import Word
from vietnamese.reading.model import Why
from vietnamese.reading.syllable import is_syllable
from vietnamese.reading.word_analyzer import Keyed, WordAnalyzer

KEYED_SHARE = 0.25
"""Keystrokes are taken as such when this share of a message's words shows them."""
SETTLED = 3
"""From so many such words on, what may be English (`dad`) is keystrokes where that is commoner."""
COMMON = 5.0
"""Count from which a word is common enough to be read into a lone keystroke or slip."""

FITS = 0.05
"""A spoken word may be this much likelier between its neighbours than what it would mean."""
BOUND = 0.04
"""Share of a neighbour's sightings from which it makes a compound with a word."""


def decode(words: Sequence[Word], analyzer: WordAnalyzer) -> None:
    """Telex and VNI keystrokes, by the evidence of the whole message."""
    _decode(words, analyzer.telex, "telex", analyzer.counts)
    if any(not w.fixed and not w.now.isalpha() for w in words):
        _decode(words, analyzer.vni, "vni", analyzer.counts)


def _decode(
    words: Sequence[Word], method: Callable[[str], Keyed | None], why: Why, counts: Counts
) -> None:
    able = [(w, method(w.now)) for w in words if not w.fixed and len(w.now) > 1]
    strong = len([1 for _, keyed in able if keyed and keyed.certain])
    if strong < max(1.0, KEYED_SHARE * len(able)):
        return
    for word, keyed in able:
        if keyed is None or (strong == 1 and not _common(word, keyed.meant, counts)):
            continue
        weak = not keyed.certain
        if weak and (strong == 1 or not counts.word(keyed.meant)):
            continue
        if (
            weak
            and _is_english(word.now)
            and (strong < SETTLED or counts.word(keyed.meant) < counts.word(word.now))
        ):
            continue
        word.become(keyed.meant, why)


def _is_english(typed: str) -> bool:
    return len(typed) > 2 and typed in lexicon.english()


def _common(word: Word, meant: str, counts: Counts) -> bool:
    """A lone decoding that is capitalised or rare is likelier a foreign name."""
    return counts.word(meant) >= COMMON and not word.typed[:1].isupper()


def expand(words: Sequence[Word]) -> None:
    """Short forms of chat. Capitals (`TV`, `HS`, `J. K.`) are left: they are names or codes."""
    forms = lexicon.short_forms()
    for at, word in enumerate(words):
        meant = forms.get(word.now)
        if meant is None or word.fixed or word.listed:
            continue
        if word.why not in ("kept", "tone_place", "repeat"):
            continue
        if word.upper and not (at == 0 and word.typed == "K" and len(words) > 1):
            continue
        if word.typed[:1].isupper() and _in_a_name(words, at):
            continue
        word.options = meant


def _in_a_name(words: Sequence[Word], at: int) -> bool:
    """`Hong` of `của Mai Hong`, `Hong Van`: a capital that no sentence begins with, or one beside
    another."""
    if len(words[at].now) < 3 or not is_syllable(words[at].now):
        return False
    after = words[at + 1 : at + 2]
    return not words[at].opens or any(w.typed[:1].isupper() and not w.opens for w in after)


def mark_foreign(words: Sequence[Word], counts: Counts) -> None:
    """Words without a Vietnamese reading, and English ones between two such: `Moved My Cheese`."""
    foreign = []
    for at, word in enumerate(words):
        if word.fixed or word.options or not word.now.isascii() or word.why != "kept":
            continue
        if not counts.ids_of(word.now):
            word.foreign = True
            foreign.append(at)
    for left, right in pairwise(foreign):
        between = words[left + 1]
        if right == left + 2 and not between.fixed and between.now in lexicon.english():
            between.foreign = True


def mend(words: Sequence[Word], counts: Counts) -> None:
    """Two neighbouring keys swapped: `sahc` -> `sach`, where only that makes a common word."""
    foreign = [word for word in words if word.foreign]
    if len(foreign) * 2 > len(words):
        return
    for word in foreign:
        if not word.typed.islower() or not 3 <= len(word.now) <= 8:
            continue
        if word.now in lexicon.english():
            continue
        swaps = {
            word.now[:i] + word.now[i + 1] + word.now[i] + word.now[i + 2 :]
            for i in range(1, len(word.now) - 1)
        }
        likely = [
            s for s in swaps
            if (found := counts.readings(s)) and counts.word(found[0]) >= 10 * COMMON
        ]  # fmt: skip
        if len(likely) == 1:
            word.become(likely[0], "slip")
            word.foreign = False


def translate(words: Sequence[Word], counts: Counts) -> None:
    """Words of a region to the common ones, unless a neighbour shows the common word."""
    dialect = lexicon.dialect()
    said = ["", *(word.now for word in words), ""]
    for at, word in enumerate(words):
        entry = dialect.get(word.now)
        if entry is None or word.fixed or word.foreign or (word.typed[:1].isupper() and at):
            continue
        if _compound(entry, said[at], word.now, said[at + 2], counts):
            continue
        if not entry.spoken:
            word.become(entry.meant, "dialect")
        elif _fits(entry.meant, said[at : at + 3], counts):
            word.sense = entry.meant


def _compound(entry: lexicon.DialectWord, left: str, now: str, right: str, counts: Counts) -> bool:
    """Whether a neighbour that is of no region shows the common word (`vĩ mô`, `mô hình`)."""
    if right in entry.keep_before or left in entry.keep_after:
        return True
    dialect = lexicon.dialect()
    return (left not in dialect and _bound(left, now, left, counts)) or (
        right not in dialect and _bound(now, right, right, counts)
    )


def _fits(meant: str, said: list[str], counts: Counts) -> bool:
    """Whether what the middle word may mean is at home between its neighbours too."""
    left, now, right = said
    return _fit(meant, left, right, counts) >= FITS * _fit(now, left, right, counts)


def _fit(text: str, left: str, right: str, counts: Counts) -> float:
    """Chance of a word (or of several, by their ends) between its neighbours."""
    ids = [counts.id(part) for part in text.split(" ")]
    chance = counts.follows(counts.id(left), ids[0])
    return chance * counts.follows(ids[-1], counts.id(right)) if right else chance


def _bound(first: str, second: str, beside: str, counts: Counts) -> bool:
    """Whether the neighbour is often seen with this word."""
    return bool(beside) and counts.pair(first, second) >= BOUND * counts.word(beside) > 0
