"""How Vietnamese is typed: one entrance, `read`, from text as typed to text as meant."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from vietnamese.counts import Counts, load_into
from vietnamese.letters import fold, nfc
from vietnamese.model import Reading, Style, Token
from vietnamese.reader import Reader

__all__ = ["Reader", "Reading", "Style", "Token", "fold", "load", "nfc", "read"]

FILE_NAME = "counts.tsv.gz"
COLLECTION_WEIGHT = 20.0
"""The library's own text counts this many times: best where both kinds were measured."""


def load(*collections: Path) -> Reader:
    """A reader with the counts that ship and those of the library's own collections."""
    words: dict[str, float] = {}
    pairs: dict[tuple[str, str], float] = {}
    load_into(Path(__file__).with_name("data") / FILE_NAME, words, pairs)
    for path in collections:
        if path.exists():
            load_into(path, words, pairs, COLLECTION_WEIGHT)
    return Reader(Counts(words, pairs))


@cache
def _default() -> Reader:
    home = Path(os.environ.get("THUTHU_HOME", "var"))
    return load(home / "vietnamese" / FILE_NAME)


def read(text: str) -> Reading:
    """Read a message as typed, with the counts under `THUTHU_HOME` when built."""
    return _default().read(text)


def forget() -> None:
    """Read the counts again at the next message: they were built anew."""
    _default.cache_clear()
