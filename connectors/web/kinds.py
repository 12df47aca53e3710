"""What a file is, told from its bytes alone: its name and its declared type are only said."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from PIL import Image

from connectors.messages import AttachmentKind
from connectors.pictures import FAULTS, MAX_PIXELS

FileKind = Literal["jpeg", "png", "webp", "gif", "pdf", "docx", "txt"]
MAX_PARTS = 5_000
"""Entries of a document's archive; a thick one has some hundreds."""
_SIGNS: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"RIFF", "webp"),
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "docx"),
)
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BLANK = frozenset(range(9, 14)) | {27}


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind is served and named: `media` its fixed type, `ending` without the dot."""

    media: str
    ending: str
    kind: AttachmentKind


FORMS: Mapping[str, Form] = {
    "jpeg": Form("image/jpeg", "jpg", "image"),
    "png": Form("image/png", "png", "image"),
    "webp": Form("image/webp", "webp", "image"),
    "gif": Form("image/gif", "gif", "image"),
    "pdf": Form("application/pdf", "pdf", "file"),
    "docx": Form(_DOCUMENT, "docx", "file"),
    "txt": Form("text/plain; charset=utf-8", "txt", "file"),
}


def kind_of(data: bytes) -> FileKind | None:
    """The kind, when the content bears it out; None for anything that is not taken."""
    found = next((kind for sign, kind in _SIGNS if data.startswith(sign)), None)
    if found is None:
        return "txt" if _text(data) else None
    if found == "pdf":
        return found if b"%%EOF" in data[-2_048:] else None
    if found == "docx":
        return found if _document(data) else None
    return found if _picture(data, found) else None


def _picture(data: bytes, kind: FileKind) -> bool:
    """Its header can be read; the pixels are not."""
    try:
        with Image.open(BytesIO(data), formats=(kind.upper(),)) as picture:
            return 0 < picture.width * picture.height <= MAX_PIXELS
    except FAULTS:
        return False


def _document(data: bytes) -> bool:
    """A Word document without macros. Its directory alone is read, nothing is unpacked."""
    if data.count(b"PK\x01\x02") > MAX_PARTS:
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return False
    macros = any(name.endswith("vbaproject.bin") for name in names)
    return {"[content_types].xml", "word/document.xml"} <= names and not macros


def _text(data: bytes) -> bool:
    """UTF-8, or UTF-16 with its mark, without control signs."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if marked else "utf-8")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and all(ord(c) >= 32 or ord(c) in _BLANK for c in text)
