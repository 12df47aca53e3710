"""Pages of PDFs and images: the text layer where there is one, else recognised, once."""

from __future__ import annotations

import json
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError

from retrieval.ingest import ocr
from vietnamese.reading import nfc

SCAN_SCALE = 200 / 72
"""200 dpi: enough for 11-point type."""
LEAST_LAYER = 20
"""Characters below which a page is taken as an image without a text layer."""

Read = tuple[str, float | None]
"""Text of a page, and how sure the recognition is (None: the page has its own text)."""


def pdf(path: Path, cache: Path, pool: ThreadPoolExecutor) -> list[Read]:
    """Every page. Raises ValueError when it is broken or an image that cannot be recognised."""
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"not readable as PDF: {error}") from error
    pages: list[Read | Future[Read]] = []
    for number in range(1, len(document) + 1):
        page = document[number - 1]
        layer = nfc(page.get_textpage().get_text_bounded()).replace("\r", "")
        if len(layer.strip()) >= LEAST_LAYER:
            pages.append((_unwrapped(layer, number), None))
            continue
        image = page.render(scale=SCAN_SCALE, grayscale=True).to_pil()
        pages.append(pool.submit(_recognised, image, cache, number))
    return [page.result() if isinstance(page, Future) else page for page in pages]


def images(path: Path, cache: Path, pool: ThreadPoolExecutor) -> list[Read]:
    """Every frame of an image file. Raises ValueError."""
    try:
        with Image.open(path) as file:
            frames = [frame.convert("L") for frame in ImageSequence.Iterator(file)]
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError(f"not readable as an image: {error}") from error
    read = [pool.submit(_recognised, frame, cache, n) for n, frame in enumerate(frames, start=1)]
    return [page.result() for page in read]


def _recognised(image: Any, cache: Path, number: int) -> Read:
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
    whole = kept.with_suffix(".new")
    whole.write_text(json.dumps([text, found.confidence], ensure_ascii=False), encoding="utf-8")
    whole.replace(kept)
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
