"""Find the cited sentence on its page, whatever the spacing."""

from __future__ import annotations

import re


def marked(text: str, sentence: str) -> list[tuple[str, bool]]:
    """The text in parts, (part, is it the sentence); whole and unmarked when it is not there."""
    words = sentence.split()
    if not words:
        return [(text, False)]
    found = re.search(r"\s+".join(map(re.escape, words)), text)
    if found is None:
        return [(text, False)]
    begin, end = found.span()
    parts = [(text[:begin], False), (text[begin:end], True), (text[end:], False)]
    return [part for part in parts if part[0]]
