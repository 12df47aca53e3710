"""Documents of the word processor and the e-reader, plain text, and page images, as pages.

DOCX and EPUB have no pages of their own: a DOCX is cut at its page breaks, an EPUB at its
chapters, and what is longer at a paragraph.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import ebooklib
from docx.document import Document
from ebooklib import epub
from lxml import html

from retrieval.ingest.charset import decode
from vietnamese.reading import nfc

PAGE_CHARS = 3_000
"""Longest page cut from a text without pages: about a printed one and a half."""
IMAGES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
_BLOCKS = "//p|//h1|//h2|//h3|//h4|//h5|//h6|//li|//blockquote|//td"


def read(path: Path) -> list[str]:
    """Texts of the pages. Raises ValueError saying what is wrong with the file."""
    try:
        return _READERS[path.suffix.lower()](path)
    except Exception as error:  # a damaged part makes their readers fail in any way
        said = str(error) or type(error).__name__
        raise ValueError(f"not readable as {path.suffix[1:].upper()}: {said}") from error


def _plain(path: Path) -> list[str]:
    """A form feed ends a page; a text without any is cut."""
    text = decode(path.read_bytes()).lstrip("\ufeff").replace("\r\n", "\n")
    parts = [part.strip() for part in text.split("\f")]
    return parts if len(parts) > 1 else list(_cut(text.split("\n\n")))


def _docx(path: Path) -> list[str]:
    pages: list[list[str]] = [[]]
    document: Document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        if paragraph.text.strip():
            pages[-1].append(nfc(paragraph.text.strip()))
        if '<w:br w:type="page"' in paragraph._p.xml or paragraph.rendered_page_breaks:
            pages.append([])
    return [text for page in pages for text in _cut(page)]


def _epub(path: Path) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = epub.read_epub(str(path), {"ignore_ncx": True})
    by_id = {item.get_id(): item for item in book.get_items_of_type(ebooklib.ITEM_DOCUMENT)}
    chapters = (by_id[key].get_content() for key, *_ in book.spine if key in by_id)
    return [text for content in chapters for text in _cut(_paragraphs(content))]


def _paragraphs(content: bytes) -> list[str]:
    tree = html.fromstring(content or b"<p></p>")
    texts = (" ".join(element.text_content().split()) for element in tree.xpath(_BLOCKS))
    return [nfc(text) for text in texts if text]


def _cut(paragraphs: list[str]) -> Iterator[str]:
    """Whole paragraphs up to PAGE_CHARS a page."""
    page: list[str] = []
    for paragraph in paragraphs:
        if page and sum(map(len, page)) + len(paragraph) > PAGE_CHARS:
            yield "\n\n".join(page)
            page = []
        if paragraph.strip():
            page.append(paragraph.strip())
    if page:
        yield "\n\n".join(page)


_READERS: dict[str, Callable[[Path], list[str]]] = {
    ".txt": _plain,
    ".docx": _docx,
    ".epub": _epub,
}
SUFFIXES = tuple(_READERS)
