"""Cut a message into runs: words that may be read, and things that must stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

READ_LIMIT = 6_000
"""Characters read; a longer message keeps its tail as typed, so that work stays bounded."""
WORD_LIMIT = 30

_RUN = re.compile(
    r"(?P<keep>https?://\S+|www\.\S+|\S+@\S+\.\w+|/\w+\{[^}]*\}|[\w]+(?:[-.][\w]+)*-\d[\w-]*"
    r"|\d[\d.,:/\-]*[a-zA-Z]{0,2}\b)"
    r"|(?P<word>[^\W\d_][\w\u0300-\u036f]*(?:['’][^\W\d_]+)*)"
)


class Run(NamedTuple):
    """Characters [start, end) of the text; `word` may be read, others stay."""

    text: str
    start: int
    end: int
    word: bool


def runs(text: str) -> Iterator[Run]:
    """In order, not overlapping; white space and marks between them are left out."""
    for match in _RUN.finditer(text, 0, min(len(text), READ_LIMIT)):
        content = match[0]
        word = match.lastgroup == "word" and len(content) <= WORD_LIMIT
        yield Run(content, match.start(), match.end(), word)
