"""Telex and VNI keystrokes left undecoded: `dduwowcj`, `d9u7o7c5` -> `được`.

Keys may come anywhere a person puts them: after the letter, at the end, doubled late
(`tiengse`). A word decodes only if it ends as a syllable; anything else stays as typed.
"""

from __future__ import annotations

from functools import lru_cache

from vietnamese.reading.letters import KEY_TO_TONE, VOWELS
from vietnamese.reading.syllable import is_syllable, place_tone

_VNI_TONE = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}
_HAT = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"a": "ă", "o": "ơ", "u": "ư"}
MAX_KEYS = 14
"""`nghieengs` has 9 keys, late and repeated ones a few more."""


@lru_cache(maxsize=2048)
def telex(word: str) -> str | None:
    """The syllable that lower-case `word` types, or None. Bare syllables give None."""
    if not 2 <= len(word) <= MAX_KEYS:
        return None
    typed = _Typing()
    for key in word:
        if not typed.telex_key(key):
            return None
    return typed.syllable()


@lru_cache(maxsize=2048)
def vni(word: str) -> str | None:
    """The syllable that lower-case `word` types with digits, or None."""
    if not 2 <= len(word) <= MAX_KEYS or not any(char in "123456789" for char in word):
        return None
    typed = _Typing()
    for key in word:
        if not typed.vni_key(key):
            return None
    return typed.syllable()


class _Typing:
    """Letters and tone as they stand after each key."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.tone = ""
        self.used = False

    def telex_key(self, key: str) -> bool:
        if key in KEY_TO_TONE and self._has_vowel() and self._tone(KEY_TO_TONE[key]):
            return True
        if key == "w":
            return self._horn() or self._bare_w()
        if key == "d" and self._bar(late=True):
            return True
        if key in _HAT and self._hat(key):
            return True
        return self._letter(key)

    def vni_key(self, key: str) -> bool:
        if key in _VNI_TONE:
            return self._has_vowel() and self._tone(KEY_TO_TONE[_VNI_TONE[key]])
        if key == "6":
            return any(self._hat(letter) for letter in "aeo")
        if key == "7":
            return self._horn(only="ou")
        if key == "8":
            return self._horn(only="a")
        if key == "9":
            return self._bar(late=True)
        return self._letter(key)

    def syllable(self) -> str | None:
        if not self.used:
            return None
        word = place_tone("".join(self.letters), self.tone)
        return word if is_syllable(word) else None

    def _letter(self, key: str) -> bool:
        self.letters.append(key)
        return True

    def _has_vowel(self) -> bool:
        return any(letter in VOWELS for letter in self.letters)

    def _tone(self, mark: str) -> bool:
        self.tone = mark
        self.used = True
        return True

    def _hat(self, vowel: str) -> bool:
        """The same vowel again, at once or after the coda: `tieeng`, `tienge`."""
        for index in range(len(self.letters) - 1, -1, -1):
            if self.letters[index] == vowel:
                self.letters[index] = _HAT[vowel]
                self.used = True
                return True
            if self.letters[index] == _HAT[vowel]:
                return False
        return False

    def _horn(self, only: str = "aou") -> bool:
        joined = "".join(self.letters)
        for pair in ("uo", "ưo", "uơ"):
            at = joined.find(pair)
            if at >= 0 and "o" in only and not (at and joined[at - 1] == "q"):
                self.letters[at : at + 2] = ["ư", "ơ"]
                self.used = True
                return True
        for index in range(len(self.letters) - 1, -1, -1):
            letter = self.letters[index]
            if letter in _HORN and letter in only and not self._glide(index):
                self.letters[index] = _HORN[letter]
                self.used = True
                return True
        return "ươ" in joined and "o" in only

    def _glide(self, index: int) -> bool:
        """The u of qu takes no horn, nor a u or o after another vowel that can: `dauw`."""
        letter = self.letters[index]
        before = self.letters[index - 1] if index else ""
        if letter == "u" and before == "q":
            return True
        return letter == "u" and before in ("a", "u")

    def _bare_w(self) -> bool:
        """`w` alone for ư: `tw` -> tư."""
        if self._has_vowel():
            return False
        self.letters.append("ư")
        self.used = True
        return True

    def _bar(self, *, late: bool) -> bool:
        if self.letters and self.letters[0] == "d" and (len(self.letters) == 1 or late):
            self.letters[0] = "đ"
            self.used = True
            return True
        return False
