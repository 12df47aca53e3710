"""Pages of a PDF: the text layer where there is one that can be believed, else recognised."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image
from pypdfium2 import raw

from retrieval.ingest import ocr
from retrieval.ingest.documents.layer import Layer, layer, well_formed
from retrieval.ingest.documents.recognise import (
    MOST_PIXELS,
    Desk,
    Picture,
    in_order,
    without_number,
)
from retrieval.ingest.documents.sheet import Found, Missing, Refused, Sheet
from retrieval.ingest.documents.words import say

SCALE = 200 / 72
"""200 dpi: enough for 11-point type."""
LEAST_LAYER = 20
"""Characters below which a page is taken as an image without a text layer."""
MOST_PAGES = 5_000


def pages(path: Path, desk: Desk) -> Iterator[Found]:
    """Every page. Raises Refused."""
    document = _opened(path)
    if not len(document):
        raise Refused.because("no_pages")
    if len(document) > MOST_PAGES:
        raise Refused.because("many_pages", pages=len(document), most=MOST_PAGES)
    pictures: list[Picture] = []
    layers: dict[int, Layer] = {}
    for number in range(1, len(document) + 1):
        found = _layer(document, number)
        if isinstance(found, Layer) and (found.text and found.believed and _enough(found.text)):
            yield from _read(pictures, layers, desk)
            pictures, layers = [], {}
            yield Sheet(number, without_number(found.text, number), None, path)
            continue
        layers[number] = found if isinstance(found, Layer) else Layer("", believed=False)
        pictures.append(Picture(number, path, partial(_image, document, number)))
    yield from _read(pictures, layers, desk)


def _read(pictures: list[Picture], layers: dict[int, Layer], desk: Desk) -> Iterator[Found]:
    """Pages without a layer to believe, as recognised; of a short layer the longer of both."""
    if any(not layers[p.number].text for p in pictures) and not ocr.available():
        raise Refused.because("no_tesseract")
    for found in in_order(pictures, desk):
        if isinstance(found, Sheet):
            yield _better(found, layers[found.page])
        else:
            yield found


def _better(read: Sheet, own: Layer) -> Sheet | Missing:
    if own.believed and len(own.text) > len(read.text):
        return Sheet(read.page, without_number(own.text, read.page), None, read.image)
    if own.text and not own.believed and (not read.text or well_formed(read.text) < 0.5):
        return Missing(f"{read.page}", say("unreadable_layer"))
    return read


def _opened(path: Path) -> Any:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise Refused.because("password") from error
        raise Refused.because("broken", kind="PDF", why=error) from error


def _layer(document: Any, number: int) -> Layer | None:
    """None where the page cannot be loaded: its image will say so."""
    try:
        page = document[number - 1]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    try:
        return layer(textpage)
    finally:
        textpage.close()
        page.close()


def _image(document: Any, number: int) -> Image.Image:
    """At SCALE, a larger page within MOST_PIXELS. Raises pypdfium2.PdfiumError."""
    page = document[number - 1]
    width, height = (max(1.0, each) for each in page.get_size())
    scale = min(SCALE, (MOST_PIXELS / (width * height)) ** 0.5)
    image: Image.Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    page.close()
    return image


def _enough(text: str) -> bool:
    return len(text.strip()) >= LEAST_LAYER
