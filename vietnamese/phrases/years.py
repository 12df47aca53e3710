"""Years and bounds of years: `sau 2015`, `trước năm 1975`, `từ 2000 đến 2010`, `năm 2015`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vietnamese.phrases.numbers import THOUSANDS, number

YEAR: Final = rf"(?:(?:1[0-9]|20)\d\d|{THOUSANDS})"
_FIRST, _LAST = 1000, 2099
_ANY_YEAR = re.compile(r"\d{4}|\bngh?[ai]n\b")
"""Without either there is no year, which most messages are told by at once."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Years from `first` to `last`, both included; None where it is open."""

    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        """`2016-`, `-1974`, `2000-2010`, `2015`; empty when open both ways."""
        if self.first == self.last:
            return "" if self.first is None else str(self.first)
        return f"{self.first or ''}-{self.last or ''}"


CUE: Final = r"\b(?:xuat ban |in )?"
"""What may lead to a bound without being part of it."""
_TO_NOW = r"(?: (?:tro di|den nay|tro lai day))?"
SPAN: Final = rf"\b(?:tu|giua)(?: nam)? ({YEAR}) ?(?:den|toi|va|-) ?(?:nam )?({YEAR})\b"
"""From one to the other."""
_DASHED = rf"\b({YEAR})\s*[-–]\s*({YEAR})\b"
BOUNDS: Final[tuple[tuple[str, int | None, int | None], ...]] = (
    (rf"\b(?:sau|moi hon|after)(?: nam)? ({YEAR})\b{_TO_NOW}", 1, None),
    (rf"\b(?:tu|ke tu|since)(?: nam)? ({YEAR})\b{_TO_NOW}", 0, None),
    (rf"\b(?:truoc|cu hon|before)(?: nam)? ({YEAR})\b", None, -1),
    (rf"\b(?:den|toi|khong qua)(?: nam)? ({YEAR})\b", None, 0),
    (rf"\b(?:xuat ban|in|nxb|ra)(?: nam)? ({YEAR})\b", 0, 0),
)
"""A pattern, and what to add to its year for the first and the last; None leaves it open."""
_OPEN = BOUNDS[:4]
"""Bounds by a word of their own, wherever they stand."""
_WHOLE = (rf"^(?:nam )?({YEAR})$", 0, 0)
"""A year that is all a message says."""
_ANY = ((rf"\bnam ({YEAR})\b", 0, 0), (rf"\b({YEAR})\b", 0, 0))


def bounds(words: str) -> Bounds:
    """What a request narrows by: a year that only stands there (`chiến tranh 1945`) does not."""
    return next((found for _, _, found in _found(words, (*BOUNDS, _WHOLE))), Bounds())


def find(words: str) -> Iterator[tuple[int, int, Bounds]]:
    """Places of all years and bounds in folded words, each word in one alone."""
    return _found(words, (*_OPEN, *_ANY), dashed=True)


def read(value: str) -> Bounds:
    """Bounds as `str` wrote them; open for anything else."""
    match = re.fullmatch(r"(\d{4})?(-)?(\d{4})?", value, re.ASCII)
    if match is None:
        return Bounds()
    first, dash, last = match.groups()
    if first and not dash:
        return Bounds(int(first), int(first))
    return Bounds(int(first) if first else None, int(last) if last else None)


def _found(
    words: str, forms: tuple[tuple[str, int | None, int | None], ...], *, dashed: bool = False
) -> Iterator[tuple[int, int, Bounds]]:
    if not _ANY_YEAR.search(words):
        return
    taken: list[tuple[int, int]] = []
    for pattern in (SPAN, _DASHED) if dashed else (SPAN,):
        for match in re.finditer(pattern, words):
            first, last = _year(match[1]), _year(match[2])
            if first is not None and last is not None and first <= last:
                taken.append(match.span())
                yield *match.span(), Bounds(first, last)
    for pattern, first_off, last_off in forms:
        for match in re.finditer(pattern, words):
            year = _year(match[1])
            if year is None or any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            yield *match.span(), Bounds(_moved(year, first_off), _moved(year, last_off))


def _year(said: str) -> int | None:
    year = number(said)
    return year if year is not None and _FIRST <= year <= _LAST else None


def _moved(year: int, by: int | None) -> int | None:
    return None if by is None else year + by
