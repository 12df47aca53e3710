"""Pages of a text that has none: whole paragraphs up to a length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

PAGE_CHARS = 3_000
"""Longest page cut from a text without pages: about a printed one and a half."""


def cut(paragraphs: Iterable[str]) -> Iterator[str]:
    """Whole paragraphs up to PAGE_CHARS a page; a longer one is a page by itself."""
    page: list[str] = []
    length = 0
    for paragraph in (text.strip() for text in paragraphs):
        if page and length + len(paragraph) > PAGE_CHARS:
            yield "\n\n".join(page)
            page, length = [], 0
        if paragraph:
            page.append(paragraph)
            length += len(paragraph)
    if page:
        yield "\n\n".join(page)
