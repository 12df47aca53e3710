"""Digitized texts: PDFs with a text layer, scans by OCR, plain text; one sidecar each.

`<name>.yaml` beside `<name>.pdf` gives work_id, title, author and rights. Pages recognised
once are kept by their content, so that a second run costs nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from os import cpu_count
from pathlib import Path
from typing import Any, cast

import pypdfium2
import yaml
from rich.progress import track

from retrieval.index.schema import page_key
from retrieval.ingest import ocr
from retrieval.ingest.intake import Intake, Outcome
from retrieval.ingest.report import Report
from retrieval.model import Page, Rights
from retrieval.records import Store
from vietnamese import nfc

SCAN_SCALE = 200 / 72
"""200 dpi: enough for 11-point type."""
WORST = 3
"""Pages of the lowest confidence that are told."""
LEAST_LAYER = 20
"""Characters below which a page is taken as an image without a text layer."""


@dataclass(frozen=True, slots=True)
class _Source:
    """A document and what its sidecar says."""

    path: Path
    work_id: str
    title: str
    author: str
    rights: Rights


def ingest_texts(folder: Path, home: Path, *, source: str = "") -> Report:
    """Every document of the folder becomes pages in the store; counts are of pages.

    A document that is gone from the folder, or a page from its document, is deleted.
    Raises OSError when the folder cannot be read.
    """
    store = Store(home)
    paths = sorted(p for p in folder.iterdir() if p.suffix.lower() in (".pdf", ".txt"))
    try:
        intake = Intake(store, source or folder.name, "page")
        with ThreadPoolExecutor(cpu_count() or 1) as pool:
            for path in track(paths, description="texts"):
                intake.take(_outcomes(path, home, pool))
        intake.remove_unseen()
        _tell_worst(store.pages())
        return intake.finish(home)
    finally:
        store.close()


def _outcomes(path: Path, home: Path, pool: ThreadPoolExecutor) -> Iterator[Outcome]:
    try:
        pages = list(_pages(_source(path), home, pool))
    except (ValueError, OSError, yaml.YAMLError, pypdfium2.PdfiumError) as error:
        yield path.name, path.stem, str(error)
        return
    for page in pages:
        yield f"{path.name}, page {page.page}", page_key(page.work_id, page.page), page


def _source(path: Path) -> _Source:
    sidecar = path.with_suffix(".yaml")
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
    if source.path.suffix.lower() == ".txt":
        texts = nfc(source.path.read_text(encoding="utf-8")).split("\f")
        read: list[tuple[str, float | None]] = [(text.strip(), None) for text in texts]
    else:
        read = _pdf(source.path, home / "cache/ocr", pool)
    for number, (text, confidence) in enumerate(read, start=1):
        yield Page(
            work_id=source.work_id,
            title=source.title,
            author=source.author,
            page=number,
            pages=len(read),
            text=text,
            image_path=str(source.path) if source.path.suffix.lower() == ".pdf" else None,
            rights=source.rights,
            confidence=confidence,
        )


def _pdf(path: Path, cache: Path, pool: ThreadPoolExecutor) -> list[tuple[str, float | None]]:
    """(text, confidence or None for a text layer) of each page."""
    document = pypdfium2.PdfDocument(path)
    pages: list[tuple[str, float | None] | Future[tuple[str, float | None]]] = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        layer = nfc(page.get_textpage().get_text_bounded()).replace("\r", "")
        if len(layer.strip()) >= LEAST_LAYER:
            pages.append((_unwrapped(layer, number), None))
            continue
        image = page.render(scale=SCAN_SCALE, grayscale=True).to_pil()
        pages.append(pool.submit(_recognised, image, cache, number))
    return [page.result() if isinstance(page, Future) else page for page in pages]


def _recognised(image: Any, cache: Path, number: int) -> tuple[str, float | None]:
    key = blake2b(image.tobytes(), digest_size=16).hexdigest()
    kept = cache / f"{key}.json"
    if kept.exists():
        text, confidence = json.loads(kept.read_text(encoding="utf-8"))
        return text, confidence
    if not ocr.available():
        raise ValueError(f"page {number} is an image, and Tesseract with `vie` is not installed")
    found = ocr.recognise(image)
    text = _without_number(nfc(found.text), number)
    cache.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps([text, found.confidence], ensure_ascii=False), encoding="utf-8")
    return text, found.confidence


def _unwrapped(layer: str, number: int) -> str:
    """Lines of a paragraph joined: a line that ends early or with a full stop ends it."""
    lines = [line.strip() for line in layer.split("\n")]
    longest = max((len(line) for line in lines), default=0)
    paragraphs: list[str] = [""]
    for line in lines:
        paragraphs[-1] = f"{paragraphs[-1]} {line}".strip()
        if not line or len(line) < 0.75 * longest:
            paragraphs.append("")
    return _without_number("\n\n".join(p for p in paragraphs if p), number)


def _without_number(text: str, number: int) -> str:
    """The page number printed at the foot is no part of the text."""
    return text.removesuffix(str(number)).rstrip()


def _tell_worst(pages: Iterable[Page]) -> None:
    read = (page for page in pages if page.confidence is not None)
    for page in nsmallest(WORST, read, key=lambda p: p.confidence or 0.0):
        sys.stderr.write(
            f"OCR least sure: {page.work_id} page {page.page} ({page.confidence:.0f} %)\n"
        )
