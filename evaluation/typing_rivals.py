"""What a user could take instead, each as text in, text out; absent ones are named.

pyvi needs scikit-learn and raises on ordinary names, so it is not among the locked packages:
`pip install pyvi` beside them to see its row.
"""

from __future__ import annotations

import importlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress

from evaluation.typing_score import Read
from vietnamese.reading.letters import fold, nfc
from vietnamese.reading.syllable import canonical

_WORD = re.compile(r"[^\W\d_]+")


def rivals(texts: Iterable[str]) -> Mapping[str, Read]:
    """`as typed`, look-up of each word's most frequent accents, and released packages."""
    found: dict[str, Read] = {"as typed": str, "look-up": _lookup(texts)}
    with suppress(ImportError):
        found["underthesea text_normalize"] = importlib.import_module("underthesea").text_normalize
    with suppress(ImportError):
        found["pyvi add_accents"] = _surviving(importlib.import_module("pyvi.ViUtils").add_accents)
    return found


def absent(found: Iterable[str]) -> list[str]:
    """Of the packages that could be compared, those that are not installed."""
    return sorted({"underthesea text_normalize", "pyvi add_accents"} - set(found))


def _surviving(read: Read) -> Read:
    """pyvi 0.1.1 raises KeyError on some names; such a text counts as left as typed."""

    def kept(text: str) -> str:
        try:
            return read(text)
        except KeyError:
            return text

    return kept


def _lookup(texts: Iterable[str]) -> Read:
    """Plain dictionary look-up: no neighbours, no keystrokes."""
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update(canonical(word) for word in _WORD.findall(nfc(text).lower()))
    common: dict[str, str] = {}
    for word, _ in counted.most_common():
        common.setdefault(fold(word), word)

    def read(text: str) -> str:
        def one(match: re.Match[str]) -> str:
            word = match[0].lower()
            return common.get(word, word) if word.isascii() else word

        return _WORD.sub(one, nfc(text))

    return read
