"""Plain text: a form feed ends a page; a text without any is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from retrieval.ingest.charset import decode
from retrieval.ingest.documents.paging import cut

_WIDE = ((b"\xff\xfe\x00\x00", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def pages(path: Path) -> Iterator[str]:
    """Texts of the pages; an empty one keeps its number."""
    text = re.sub("\r\n?", "\n", characters(path.read_bytes()))
    parts = [part.strip() for part in text.removesuffix("\f").split("\f")]
    yield from parts if len(parts) > 1 else cut(re.split(r"\n\s*\n", text))


def characters(raw: bytes) -> str:
    """By the byte order mark, else as the catalogue's fields are read."""
    for mark, code in _WIDE:
        if raw.startswith(mark):
            return raw.decode(code, errors="replace")
    return decode(raw).lstrip("\ufeff")
