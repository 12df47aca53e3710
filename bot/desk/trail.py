"""What the assistant tried, in a librarian's words. Lines of no known form stay as they are."""

from __future__ import annotations

import re
from collections.abc import Mapping

FORMS = (
    ("trail_texts_nothing", re.compile(r"texts: (?P<what>.*) -> nothing answers", re.S)),
    (
        "trail_texts",
        re.compile(r"texts: (?P<what>.*) -> (?P<title>.*), p\. (?P<page>\d+), score .*", re.S),
    ),
    ("trail_catalogue_nothing", re.compile(r"catalogue: (?P<what>.*) -> 0 \(.*\)", re.S)),
    (
        "trail_catalogue",
        re.compile(r"catalogue: (?P<what>.*) -> (?P<count>\d+) \((?P<title>.*)\)", re.S),
    ),
    ("trail_keywords", re.compile(r"answered by keywords")),
    ("trail_hold", re.compile(r"hold placed")),
    ("trail_hold_refused", re.compile(r"hold refused: .*")),
)


def told(line: str, words: Mapping[str, str]) -> str:
    """One line of the trail as the desk shows it."""
    for key, form in FORMS:
        found = form.fullmatch(line)
        if found:
            return words[key].format(**found.groupdict())
    return line
