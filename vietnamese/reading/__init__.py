"""How Vietnamese is typed: one entrance, `read`, from text as typed to text as meant."""

from __future__ import annotations

import os
import warnings
from functools import cache
from pathlib import Path

from vietnamese.reading import compiled, pack
from vietnamese.reading.build import FILE_NAME, shipped
from vietnamese.reading.counts import Counts
from vietnamese.reading.letters import fold, nfc
from vietnamese.reading.model import Reading, Style, Token
from vietnamese.reading.reader import Reader, unread

__all__ = ["Reader", "Reading", "Style", "Token", "fold", "load", "nfc", "read", "unread"]


def load(*collections: Path) -> Reader:
    """A reader with the last of these counts files that stands, else the counts that ship.

    A collection's file holds the shipped counts too: `vietnamese.reading.build` made it from both.
    """
    for path in reversed(collections):
        try:
            return _reader(path)
        except FileNotFoundError:
            continue
        except (OSError, pack.CountsBrokenError) as error:
            warnings.warn(f"typing counts left out: {error}", RuntimeWarning, stacklevel=2)
    return _reader(shipped())


def _reader(path: Path) -> Reader:
    """With the compiled search where there is one."""
    counts = Counts(pack.load(path))
    return Reader(counts, compiled.searcher(counts))


@cache
def _default() -> Reader:
    home = Path(os.environ.get("THUTHU_HOME", "var"))
    return load(home / "vietnamese" / FILE_NAME)


def read(text: str) -> Reading:
    """Read a message as typed, with the counts under `THUTHU_HOME` when built.

    `THUTHU_TYPING=off` leaves all as typed, to measure what reading is worth.
    """
    return unread(text) if os.environ.get("THUTHU_TYPING") == "off" else _default().read(text)


def forget() -> None:
    """Read the counts again at the next message: they were built anew."""
    _default.cache_clear()
