"""Type well accented text again the way a hurried reader would: for evaluations and tests.

`rekey(text, style, seed)` gives the same output for the same three arguments, on any machine.
What is no Vietnamese letter stays as it is, so spaces and marks line up with the original.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import get_args

from vietnamese.reading.letters import TONES, nfc, split_tone, strip, unmark
from vietnamese.reading.model import Keyed

STYLES: tuple[Keyed, ...] = get_args(Keyed)

_WORD = re.compile(r"[^\W\d_]+")
_VNI_TONE = {"s": "1", "f": "2", "r": "3", "x": "4", "j": "5"}
_VNI_MARK = {"ă": "8", "ơ": "7", "ư": "7", "đ": "9"}
KEEPS_ALL, LOSES_TONE = 0.5, 0.1
"""Of partly accented words: half stay right, a tenth lose the tone alone, the rest all."""
FREE_TONE, FREE_MARK = 0.5, 0.3
"""How often a free typist puts the tone after the vowel, or a mark at the end of the word."""
TYPO_LEAST = 4
"""A slip is made in a word of at least so many letters, where the message has one."""
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def rekey(text: str, style: str, seed: int = 0) -> str:
    """`text` as typed in `style`, one of `STYLES`. Raises ValueError for another style."""
    if style not in STYLES:
        raise ValueError(f"no such style of typing: {style!r}; one of {', '.join(STYLES)}")
    text = nfc(text)
    chance = Random(f"{seed}\0{style}\0{text}")  # noqa: S311 - repeatable on purpose
    if style == "clean":
        return text
    if style == "no_accents":
        return strip(text)
    if style == "typo":
        return _typo(text, chance)
    type_word = _TYPISTS[style]
    return _WORD.sub(lambda match: type_word(match[0], chance), text)


def _partial(word: str, chance: Random) -> str:
    draw = chance.random()
    if draw < KEEPS_ALL:
        return word
    return split_tone(word)[0] if draw < KEEPS_ALL + LOSES_TONE else strip(word)


def _strict(word: str, vni: bool) -> str:
    """Marks straight after their letters, the tone at the end: `dduwowcj`, `d9u7o7c5`."""
    bare, tone = split_tone(word)
    keys = [_mark_keys(char, vni) for char in bare]
    typed = "".join(char + key for char, key in keys) + _tone_key(tone, vni)
    return _cased(word, typed)


def _free(word: str, vni: bool, chance: Random) -> str:
    """Keys where a person puts them: tone after its vowel, marks late, one w for ươ."""
    bare, tone = split_tone(word)
    letters = [_mark_keys(char, vni) for char in bare]
    horn = "7" if vni else "w"
    pair = bare.lower().find("ươ")
    if pair >= 0 and chance.random() < FREE_TONE:
        letters[pair] = (letters[pair][0], "")
    late = ""
    for at, (char, key) in enumerate(letters):
        if key and at + 1 < len(letters) and chance.random() < FREE_MARK:
            letters[at] = (char, "")
            late += "" if key == horn and horn in late else key
    last = _tone_key(tone, vni)
    if last and chance.random() < FREE_TONE:
        at = _toned_letter(word)
        char, key = letters[at]
        letters[at] = (char, key + last)
        last = ""
    ends = [late, last]
    chance.shuffle(ends)
    return _cased(word, "".join(char + key for char, key in letters) + "".join(ends))


def _half(word: str, vni: bool, chance: Random) -> str:
    """Decoded in part: `tiêngs`, or wholly, or not at all."""
    draw = chance.random()
    bare, tone = split_tone(word)
    if draw < 1 / 3:
        return word
    if draw < 2 / 3:
        return _cased(word, bare + _tone_key(tone, vni))
    return _strict(word, vni)


def _mark_keys(char: str, vni: bool) -> tuple[str, str]:
    """The bare letter and the keys of its mark: `ơ` -> (`o`, `w`)."""
    base, mark = unmark(char.lower())
    shown = base.upper() if char.isupper() else base
    if not mark:
        return char, ""
    if vni:
        return shown, _VNI_MARK.get(char.lower(), "6")
    return shown, "w" if mark == "w" else base


def _tone_key(tone: str, vni: bool) -> str:
    key = TONES.get(tone, "")
    return _VNI_TONE.get(key, "") if vni else key


def _toned_letter(word: str) -> int:
    return next(at for at, char in enumerate(word) if split_tone(char)[1])


def _cased(word: str, typed: str) -> str:
    return typed.upper() if len(word) > 1 and word.isupper() else typed


def _typo(text: str, chance: Random) -> str:
    """One slip of one key, in one word: left out, doubled, swapped, or its neighbour."""
    words = list(_WORD.finditer(text))
    long = [w for w in words if len(w[0]) >= TYPO_LEAST] or [w for w in words if len(w[0]) > 1]
    if not long:
        return text
    match = chance.choice(long)
    word = match[0]
    at = chance.randrange(1, len(word))
    slip = chance.choice((_left_out, _doubled, _swapped, _neighbour))(word, at, chance)
    return text[: match.start()] + slip + text[match.end() :]


def _left_out(word: str, at: int, _: Random) -> str:
    return word[:at] + word[at + 1 :]


def _doubled(word: str, at: int, _: Random) -> str:
    return word[: at + 1] + word[at:]


def _swapped(word: str, at: int, chance: Random) -> str:
    if word[at - 1] == word[at]:
        return _left_out(word, at, chance)
    return word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]


def _neighbour(word: str, at: int, chance: Random) -> str:
    """The key beside it. An accented letter takes several keys: its neighbour is bare."""
    base = strip(word[at]).lower()
    row = next((r for r in _ROWS if base in r), "")
    if not row:
        return _left_out(word, at, chance)
    place = row.index(base)
    wrong = chance.choice(row[max(0, place - 1) : place] + row[place + 1 : place + 2])
    return word[:at] + (wrong.upper() if word[at].isupper() else wrong) + word[at + 1 :]


_TYPISTS: dict[str, Callable[[str, Random], str]] = {
    "partial_accents": _partial,
    "telex": lambda word, _: _strict(word, vni=False),
    "vni": lambda word, _: _strict(word, vni=True),
    "telex_free": lambda word, chance: _free(word, vni=False, chance=chance),
    "vni_free": lambda word, chance: _free(word, vni=True, chance=chance),
    "telex_half": lambda word, chance: _half(word, vni=False, chance=chance),
    "vni_half": lambda word, chance: _half(word, vni=True, chance=chance),
}
