"""The steps of reading, each over the words of one message."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vietnamese import keystrokes, lexicon
from vietnamese.counts import Counts
from vietnamese.draft import Word
from vietnamese.model import Why
from vietnamese.syllable import is_syllable

KEYED_SHARE = 0.25
"""Keystrokes are taken as such when this share of a message's words shows them."""
COMMON = 5.0
"""Count from which a word is common enough to be read into a lone keystroke or slip."""

BOUND = 0.04
"""Share of a neighbour's sightings from which it makes a compound with a word."""

_REPEAT = re.compile(r"([^\W\d_])\1{2,}")
_NUMBERED = frozenset("tap lop so quyen cuon chuong bai khoa tang phong ky hoc".split())


def shorten(words: Sequence[Word]) -> None:
    """`ơiiii` -> `ơi`, `thíchh` -> `thích`."""
    for word in words:
        if word.fixed or word.run.text.isupper():
            continue
        once = _REPEAT.sub(r"\1", word.now)
        if once != word.now and (is_syllable(once) or once in lexicon.short_forms()):
            word.become(once, "repeat")
        if len(word.now) > 2 and word.now[-1] == word.now[-2] and not is_syllable(word.now):
            single = word.now[:-1]
            if not single.isascii() and is_syllable(single):
                word.become(single, "repeat")


def decode(words: Sequence[Word], counts: Counts) -> None:
    """Telex and VNI keystrokes, by the evidence of the whole message."""
    _decode(words, counts, keystrokes.telex, "telex")
    _decode(words, counts, keystrokes.vni, "vni")


def _decode(
    words: Sequence[Word], counts: Counts, method: Callable[[str], str | None], why: Why
) -> None:
    able = [w for w in words if not w.fixed and len(w.now) > 1]
    strong = [w for w in able if _certain(w.now, method(w.now), counts)]
    if len(strong) < max(1.0, KEYED_SHARE * len(able)):
        return
    for word in able:
        meant = method(word.now)
        if meant is None or (len(strong) == 1 and not _common(word, meant, counts)):
            continue
        weak = word not in strong
        if weak and (len(strong) == 1 or not counts.word(meant) or _is_english(word.now)):
            continue
        word.become(meant, why)


def _certain(typed: str, meant: str | None, counts: Counts) -> bool:
    """Typed as it is, the word is nothing; decoded, it is a known one."""
    if meant is None or is_syllable(typed) or typed in lexicon.english() or _numbered(typed):
        return False
    return counts.word(meant) > 0


def _is_english(typed: str) -> bool:
    return len(typed) > 2 and typed in lexicon.english()


def _common(word: Word, meant: str, counts: Counts) -> bool:
    """A lone decoding that is capitalised or rare is likelier a foreign name."""
    return counts.word(meant) >= COMMON and not word.run.text[:1].isupper()


def _numbered(typed: str) -> bool:
    return typed[-1].isdigit() and typed.rstrip("0123456789") in _NUMBERED


def expand(words: Sequence[Word]) -> None:
    """Short forms of chat. Capitals (`TV`, `HS`, `J. K.`) are left: they are names or codes."""
    forms = lexicon.short_forms()
    for at, word in enumerate(words):
        meant = forms.get(word.now)
        if meant is None or word.fixed or word.listed:
            continue
        if word.why not in ("kept", "tone_place", "repeat"):
            continue
        typed = word.run.text
        if typed.isupper() and not (at == 0 and typed == "K" and len(words) > 1):
            continue
        word.options = meant


def mark_foreign(words: Sequence[Word], counts: Counts) -> None:
    """Words that have no Vietnamese reading."""
    for word in words:
        plain = not word.fixed and word.why == "kept" and not word.options
        word.foreign = plain and word.now.isascii() and not counts.ids_of(word.now)


def mend(words: Sequence[Word], counts: Counts) -> None:
    """Two neighbouring keys swapped: `sahc` -> `sach`, where only that makes a common word."""
    known = sum(not w.foreign for w in words)
    for word in words:
        plain = word.foreign and not word.fixed and word.run.text.islower()
        if not plain or known * 2 < len(words) or not 3 <= len(word.now) <= 8:
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
    for at, word in enumerate(words):
        entry = lexicon.dialect().get(word.now)
        if entry is None or word.fixed or word.foreign or (word.run.text[:1].isupper() and at):
            continue
        left = words[at - 1].now if at else ""
        right = words[at + 1].now if at + 1 < len(words) else ""
        if right in entry.keep_before or left in entry.keep_after:
            continue
        if _bound(left, word.now, left, counts) or _bound(word.now, right, right, counts):
            continue
        word.become(entry.meant, "dialect")


def _bound(first: str, second: str, beside: str, counts: Counts) -> bool:
    """Whether the neighbour is often seen with this word (`vĩ mô`, `mô hình`): a compound."""
    return bool(beside) and counts.pair(first, second) >= BOUND * counts.word(beside) > 0
