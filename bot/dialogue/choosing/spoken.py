"""A message as the grammar reads it: with accents and without, letter beside letter."""

from __future__ import annotations

from dataclasses import dataclass

from vietnamese.reading import fold, nfc


@dataclass(frozen=True, slots=True)
class Spoken:
    """`accented` and `folded` have the same length: a place in one is the same in the other."""

    accented: str
    folded: str

    def part(self, start: int, end: int | None = None) -> Spoken:
        return Spoken(self.accented[start:end], self.folded[start:end])


def spoken(meant: str) -> Spoken:
    """Lower case; a letter that folds to none or several is taken as it is in both."""
    accented, folded = [], []
    for letter in nfc(meant).lower():
        plain = fold(letter).lower()
        accented.append(letter if len(letter) == 1 else " ")
        folded.append(plain if len(plain) == 1 else letter[:1])
    return Spoken("".join(accented), "".join(folded))
