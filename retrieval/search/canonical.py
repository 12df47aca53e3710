"""One way of writing a question, so that marks and capitals do not change what is found."""

from __future__ import annotations

import re

from retrieval.index.names import in_sentence
from retrieval.search.gazetteer import Gazetteer
from retrieval.terms import WORD
from vietnamese.reading import nfc

_MARKS = " \t\r\n?!.,;:…\"'«»“”()[]"


def canonical(text: str, gazetteer: Gazetteer) -> str:
    """Without marks at its ends; names of the texts written as the texts write them; the first word
    small unless it belongs to a name; a text all in capitals or in small letters read as neither.
    """
    line = " ".join(nfc(text).split()).strip(_MARKS)
    if line.isupper():
        line = line.lower()
    spans = list(WORD.finditer(line))
    opens = next(in_sentence(line), "")
    parts = list(line)
    if spans and not (opens and line.startswith(opens)):
        parts[0] = parts[0].lower()
    for name in gazetteer.found(line):
        _write(parts, line, spans, name)
    return "".join(parts)


def _write(parts: list[str], line: str, spans: list[re.Match[str]], name: str) -> None:
    """Put a name's own letters over each place where it stands."""
    letters = [match[0] for match in WORD.finditer(name)]
    small = [word.lower() for word in letters]
    size = len(letters)
    for at in range(len(spans) - size + 1):
        here = spans[at : at + size]
        if [match[0].lower() for match in here] == small:
            for match, word in zip(here, letters, strict=True):
                parts[match.start() : match.end()] = word
