"""Digitized texts of a folder: PDF, scans, DOCX, EPUB, plain text, METS/ALTO; a sidecar each.

`<name>.yaml` beside `<name>.pdf`, or beside the folder `<name>/` of an ALTO volume or of page
images, gives work_id, title, author and rights.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from heapq import nsmallest
from os import cpu_count
from pathlib import Path
from typing import Any, cast

import yaml
from pytesseract import TesseractError

from retrieval.index.schema import page_key
from retrieval.ingest import alto, documents, scans
from retrieval.ingest.intake import Intake, Outcome
from retrieval.ingest.progress import told
from retrieval.ingest.report import Report
from retrieval.model import Page, Rights
from retrieval.records import Store
from vietnamese.reading import nfc

WORST = 3
"""Pages of the lowest confidence that are told."""
_FILES = (".pdf", *documents.SUFFIXES, *documents.IMAGES)


@dataclass(frozen=True, slots=True)
class _Source:
    """A document and what its sidecar says."""

    path: Path
    work_id: str
    title: str
    author: str
    rights: Rights


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as read: its text, how sure, and the file that shows it."""

    text: str
    confidence: float | None
    image: Path | None


def ingest_texts(folder: Path, home: Path, *, source: str = "") -> Report:
    """Every document of the folder becomes pages in the store; counts are of pages.

    A document that is gone from the folder, or a page from its document, is deleted; one that
    cannot be read just now keeps the pages it had. Raises OSError when the folder cannot be read.
    """
    store = Store(home)
    paths = sorted(p for p in folder.iterdir() if p.is_dir() or p.suffix.lower() in _FILES)
    paths = [p for p in paths if not p.name.startswith(".")]
    try:
        intake = Intake(store, source or folder.name, "page")
        with ThreadPoolExecutor(cpu_count() or 1) as pool:
            for path in told(paths, "texts"):
                intake.take(_outcomes(path, home, pool))
        if not intake.rejects:
            intake.remove_unseen()
        _tell_worst(store.pages())
        return intake.finish(home)
    finally:
        store.close()


def _outcomes(path: Path, home: Path, pool: ThreadPoolExecutor) -> Iterator[Outcome]:
    try:
        pages = list(_pages(_source(path), home, pool))
    except (ValueError, OSError, yaml.YAMLError, TesseractError) as error:
        yield path.name, path.stem, str(error)
        return
    for page in pages:
        yield f"{path.name}, page {page.page}", page_key(page.work_id, page.page), page


def _source(path: Path) -> _Source:
    sidecar = path.with_suffix(".yaml") if path.is_file() else path.with_name(f"{path.name}.yaml")
    if not sidecar.exists():
        raise ValueError(f"no {sidecar.name} beside it")
    meta: Any = yaml.safe_load(sidecar.read_text(encoding="utf-8"))
    if not isinstance(meta, dict) or not {"work_id", "title"} <= set(meta):
        raise ValueError(f"{sidecar.name} needs work_id and title")
    rights = meta.get("rights", "open")
    if rights not in ("open", "on_site"):
        raise ValueError(f"{sidecar.name}: rights are open or on_site, not {rights}")
    return _Source(
        path,
        str(meta["work_id"]),
        nfc(str(meta["title"])),
        nfc(str(meta.get("author", ""))),
        cast(Rights, rights),
    )


def _pages(source: _Source, home: Path, pool: ThreadPoolExecutor) -> Iterator[Page]:
    sheets = _sheets(source.path, home / "cache/ocr", pool)
    for number, sheet in enumerate(sheets, start=1):
        yield Page(
            work_id=source.work_id,
            title=source.title,
            author=source.author,
            page=number,
            pages=len(sheets),
            text=sheet.text,
            image_path=str(sheet.image) if sheet.image else None,
            rights=source.rights,
            confidence=sheet.confidence,
        )


def _sheets(path: Path, cache: Path, pool: ThreadPoolExecutor) -> list[_Sheet]:
    suffix = path.suffix.lower()
    if path.is_dir():
        return _folder(path, cache, pool)
    if suffix in documents.SUFFIXES:
        return [_Sheet(text, None, None) for text in documents.read(path)]
    read = scans.pdf if suffix == ".pdf" else scans.images
    return [_Sheet(text, sure, path) for text, sure in read(path, cache, pool)]


def _folder(path: Path, cache: Path, pool: ThreadPoolExecutor) -> list[_Sheet]:
    """An ALTO volume, or page images in the order of their names."""
    if any(path.rglob("*.xml")):
        return [_Sheet(page.text, page.confidence, page.image) for page in alto.volume(path)]
    files = sorted(p for p in path.iterdir() if p.suffix.lower() in documents.IMAGES)
    if not files:
        raise ValueError("neither ALTO pages nor page images in the folder")
    return [_Sheet(t, sure, p) for p in files for t, sure in scans.images(p, cache, pool)]


def _tell_worst(pages: Iterable[Page]) -> None:
    read = (page for page in pages if page.confidence is not None)
    for page in nsmallest(WORST, read, key=lambda p: p.confidence or 0.0):
        sys.stderr.write(
            f"OCR least sure: {page.work_id} page {page.page} ({page.confidence:.0f} %)\n"
        )
