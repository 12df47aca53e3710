"""Character error rate of the demo's scanned pages against the text they were printed from.

`python -m bench ocr`: as a flatbed gives them, turned, skewed and photographed.
`THUTHU_OCR_PAGES` bounds the pages of each kind but the first.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from bench.wear import WEARS, Wear
from bot.setup.demo import texts
from retrieval.ingest import ingest_texts
from retrieval.records import Store
from vietnamese.reading import nfc

SOURCES = Path("demo/texts")
PAGES = int(os.environ.get("THUTHU_OCR_PAGES", "1000"))


def run() -> dict[str, Any]:
    documents = [texts.read(p) for p in sorted(SOURCES.glob("*.md")) if p.name != "README.md"]
    scanned = [document for document in documents if document.scanned]
    return {name: _figures(scanned, wear) for name, wear in WEARS.items()}


def _figures(scanned: list[texts.DemoText], wear: Wear) -> dict[str, Any]:
    wrong = length = pages = 0
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "texts").mkdir()
        printed = dict(_worn(scanned, wear, home / "texts"))
        ingest_texts(home / "texts", home)
        store = Store(home)
        read = {page.work_id: page.text for page in store.pages()}
        store.close()
    for key, text in printed.items():
        right = " ".join(nfc(text).replace("#", " ").split())
        errors = distance(right, " ".join(read.get(key, "").split()))
        wrong, length, pages = wrong + errors, length + len(right), pages + 1
        worst = max(worst, 100 * errors / len(right))
    cer = round(100 * wrong / length, 2)
    return {
        "pages": pages, "characters": length, "cer_percent": cer, "worst_page": round(worst, 2),
    }  # fmt: skip


def _worn(scanned: list[texts.DemoText], wear: Wear, folder: Path) -> Iterator[tuple[str, str]]:
    """Each page as a JPEG with its sidecar: its key and the text printed on it."""
    pages = (
        (f"{document.work_id}-{number}", text, image)
        for document in scanned
        for number, (text, image) in enumerate(_printed(document, folder), start=1)
    )
    for place, (key, text, image) in enumerate(pages):
        if place >= PAGES:
            return
        wear(image, random.Random(key)).save(folder / f"{key}.jpg", quality=80)
        (folder / f"{key}.yaml").write_text(f"work_id: {key}\ntitle: {key}\n", encoding="utf-8")
        yield key, text


def _printed(document: texts.DemoText, folder: Path) -> Iterator[tuple[str, Image.Image]]:
    path = texts.write(document, folder / "..")
    with pypdfium2.PdfDocument(path) as file:
        for text, page in zip(document.pages, file, strict=True):
            yield text, page.render(scale=texts.SCAN_DPI / 72, grayscale=True).to_pil().convert("L")


def distance(right: str, read: str) -> int:
    """Least insertions, deletions and replacements from one text to the other."""
    before = list(range(len(read) + 1))
    for row, wanted in enumerate(right, start=1):
        now = [row]
        for column, found in enumerate(read, start=1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (wanted != found)))
        before = now
    return before[-1]
