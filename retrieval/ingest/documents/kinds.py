"""What a file or folder is, by its content where that tells, and its pages."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from retrieval.ingest.documents import epub, images, pdf, plain, volume, word
from retrieval.ingest.documents.parts import Zipped
from retrieval.ingest.documents.recognise import Desk, in_order
from retrieval.ingest.documents.sheet import Found, Missing, Refused, Sheet

MOST_CHARACTERS = 20_000_000
"""Five times the longest encyclopaedia volume; more is no text."""
_MAGIC = (
    (b"%PDF", ".pdf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
    (b"\xd0\xcf\x11\xe0", ".doc"),
)
SUFFIXES = (".pdf", ".docx", ".docm", ".epub", ".txt", *images.SUFFIXES)


def kind(path: Path) -> str:
    """The suffix that fits the content, else the file's own in lower case; `/` for a folder.

    Raises OSError.
    """
    if path.is_dir():
        return "/"
    with path.open("rb") as file:
        head = file.read(1024)
    known = next((suffix for magic, suffix in _MAGIC if head.startswith(magic)), None)
    if known is None and b"%PDF-" in head:
        known = ".pdf"
    return known or (_zip_kind(path) if head.startswith(b"PK") else path.suffix.lower())


def check(path: Path) -> None:
    """Raises Refused for a kind that is not read."""
    suffix = kind(path)
    if suffix == ".doc":
        raise Refused.because("old_office")
    if suffix not in _READERS:
        raise Refused.because("unknown_kind", suffix=suffix or path.name)


def pages(path: Path, desk: Desk) -> Iterator[Found]:
    """Every page, or why it is missing. Raises Refused; nothing is silently empty."""
    length = worded = lost = 0
    for found in _numbered(_read(path, desk)):
        if isinstance(found, Sheet):
            length += len(found.text)
            worded += bool(found.text.strip())
            if length > MOST_CHARACTERS:
                raise Refused.because("long_text", most=MOST_CHARACTERS)
        lost += isinstance(found, Missing)
        yield found
    if not worded and not lost:
        raise Refused.because("empty")


def _read(path: Path, desk: Desk) -> Iterable[Found | str]:
    check(path)
    return _READERS[kind(path)](path, desk)


def _numbered(found: Iterable[Found | str]) -> Iterator[Found]:
    """Texts without numbers of their own are numbered in their order."""
    number = 0
    for each in found:
        if isinstance(each, str):
            number += 1
            yield Sheet(number, each)
        else:
            yield each


def _zip_kind(path: Path) -> str:
    """By the parts within: a DOCX or EPUB under any name."""
    try:
        names = Zipped(path).names
    except (zipfile.BadZipFile, OSError, ValueError):
        return path.suffix.lower()
    if any(name.startswith("META-INF/container") or name.endswith(".opf") for name in names):
        return ".epub"
    if any(name.endswith("document.xml") for name in names):
        return ".docx"
    return path.suffix.lower()


def _zipped(path: Path, kind: str) -> Zipped:
    try:
        return Zipped(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refused.because("broken", kind=kind, why=error) from error


_READERS: dict[str, Callable[[Path, Desk], Iterable[Found | str]]] = {
    "/": volume.pages,
    ".pdf": pdf.pages,
    ".txt": lambda path, _: plain.pages(path),
    ".docx": lambda path, _: word.pages(_zipped(path, "DOCX")),
    ".docm": lambda path, _: word.pages(_zipped(path, "DOCX")),
    ".epub": lambda path, _: epub.pages(_zipped(path, "EPUB")),
} | {
    suffix: lambda path, desk: in_order(images.pictures([path]), desk) for suffix in images.SUFFIXES
}
