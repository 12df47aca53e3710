"""Cut a message into runs: words that may be read, and things that must stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

READ_LIMIT = 6_000
"""Characters read; a longer message keeps its tail as typed, so that work stays bounded."""
WORD_LIMIT = 30

_RUN = re.compile(
    r"(?P<plain>[^\W\d_]+)(?=[,.;:!?]*(?!\S))"  # found at once, as nearly all are
    r"|(?P<keep>https?://\S+|www\.\S+|\S+@\S+\.\w+|/\w+\{[^}]*\}|[\w]+(?:[-.][\w]+)*-\d[\w-]*"
    r"|\d[\d.,:/\-]*[a-zA-Z]{0,2}\b)"
    r"|(?P<word>[^\W\d_][\w\u0300-\u036f]*(?:['’][^\W\d_]+)*)"
)


Run = tuple[str, int, int, bool]
"""Characters [start, end) of the text, and whether they may be read; others stay. Plain
tuples: two are made for each word of each message."""


def runs(text: str) -> Iterator[Run]:
    """In order, not overlapping; white space and marks between them are left out."""
    for match in _RUN.finditer(text, 0, min(len(text), READ_LIMIT)):
        content = match[0]
        start, end = match.span()
        yield content, start, end, match.lastgroup != "keep" and end - start <= WORD_LIMIT
