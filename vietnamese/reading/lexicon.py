"""Hand-written lexicons: short forms of chat, words of Nghệ Tĩnh and the south, English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from vietnamese.reading.letters import nfc


@dataclass(frozen=True, slots=True)
class DialectWord:
    """A word of a region and what it means, unless a neighbour shows the common word.

    A `spoken` one is common in writing: it stays in the text and is only understood so.
    """

    meant: str
    spoken: bool
    keep_before: frozenset[str]
    keep_after: frozenset[str]


@cache
def short_forms() -> dict[str, tuple[str, ...]]:
    """What each may mean; several meanings stand between bars."""
    return {row[0]: tuple(row[1].split("|")) for row in _rows("short_forms.tsv")}


@cache
def dialect() -> dict[str, DialectWord]:
    words = {}
    for row in _rows("dialect.tsv"):
        before, after = ([*row, "", ""])[2:4]
        spoken, meant = row[1].startswith("~"), row[1].removeprefix("~")
        words[row[0]] = DialectWord(meant, spoken, _set(before), _set(after))
    return words


@cache
def english() -> frozenset[str]:
    """Common English words that look like bare Vietnamese syllables or keystrokes."""
    return frozenset(word for row in _rows("english.txt") for word in row[0].split())


def _rows(name: str) -> list[list[str]]:
    text = (files("vietnamese.reading") / "data" / name).read_text(encoding="utf-8")
    return [nfc(line).split("\t") for line in text.splitlines() if line.strip() and line[0] != "#"]


def _set(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(";") if word.strip())
