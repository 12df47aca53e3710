"""A reading of the composed form of a text, brought back to the text as it was typed.

A letter may be typed as a base and marks after it (`e` `^` `'`), which Unicode composes to one
(NFC). Words are found in the composed form, so that a text reads the same in either.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from vietnamese.reading.letters import nfc
from vietnamese.reading.model import Reading, Token, Why

MAX_LETTER = 16
"""A base with more marks is not cut inside: the search for a place grows with their square."""
Cut = tuple[int, int]
"""A place in the composed text, and the place in the typed text that it stands for."""


def anchored(reading: Reading, text: str) -> Reading:
    """`reading` is of `nfc(text)`; its tokens are moved to where they stand in `text`, each made
    so wide that it begins and ends where the text may be cut."""
    cuts = list(_cuts(text))
    composed = [place for place, _ in cuts]
    tokens: list[Token] = []
    for begin, end, held in _groups(reading.tokens, composed):
        (left, start), (right, stop) = cuts[begin], cuts[end]
        said = _between(reading.typed, held, left, right, [t.meant for t in held])
        sense = _between(reading.typed, held, left, right, [t.sense for t in held])
        why: Why = next((t.why for t in held if t.why != "kept"), "kept")
        tokens.append(Token(text[start:stop], said, start, stop, why, sense))
    return replace(reading, typed=text, tokens=tuple(tokens))


def _groups(tokens: tuple[Token, ...], cuts: list[int]) -> list[tuple[int, int, list[Token]]]:
    """Tokens with the numbers of the cuts around them; those that share a letter together."""
    found: list[tuple[int, int, list[Token]]] = []
    for token in tokens:
        begin, end = bisect_right(cuts, token.start) - 1, bisect_left(cuts, token.end)
        if found and begin < found[-1][1]:
            before = found.pop()
            found.append((before[0], max(end, before[1]), [*before[2], token]))
        else:
            found.append((begin, end, [token]))
    return found


def _between(text: str, tokens: list[Token], begin: int, end: int, said: list[str]) -> str:
    """The composed text from `begin` to `end`, with what is said in place of the tokens."""
    edges = [begin, *(edge for token in tokens for edge in (token.start, token.end)), end]
    gaps = [text[left:right] for left, right in list(pairwise(edges))[::2]]
    return "".join(gap + word for gap, word in zip(gaps, [*said, ""], strict=True))


def _cuts(text: str) -> Iterator[Cut]:
    """All places where both texts may be cut, the ends among them."""
    place = at = 0
    for piece in _pieces(text):
        whole = nfc(piece)
        yield place, at
        for inner, k in _inner(piece, whole):
            yield place + inner, at + k
        place, at = place + len(whole), at + len(piece)
    yield place, at


def _pieces(text: str) -> Iterator[str]:
    """The shortest runs that compose by themselves: a base and what joins it."""
    begin = 0
    for at in range(1, len(text)):
        char = text[at]
        if char.isascii() or (not unicodedata.combining(char) and _apart(text[begin:at], char)):
            yield text[begin:at]
            begin = at
    if text:
        yield text[begin:]


def _apart(piece: str, char: str) -> bool:
    return nfc(piece + char) == nfc(piece) + nfc(char)


def _inner(piece: str, whole: str) -> Iterator[Cut]:
    if len(piece) > MAX_LETTER:
        return
    for k in range(1, len(piece)):
        left = nfc(piece[:k])
        if left + nfc(piece[k:]) == whole:
            yield len(left), k
