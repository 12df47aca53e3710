"""Page images recognised, once each: kept by their pixels, several at a time."""

from __future__ import annotations

import errno
import json
import math
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from os import cpu_count
from pathlib import Path
from typing import Self

import pytesseract
from PIL import Image

from retrieval.ingest import ocr
from retrieval.ingest.documents import photograph, upright
from retrieval.ingest.documents.sheet import Found, Missing, Recognising, Refused, Sheet
from retrieval.ingest.documents.words import say
from vietnamese.reading.letters import nfc

MOST_PIXELS = 20_000_000
"""A3 at 300 dpi has 17 million. A larger image is made smaller before it is read."""
SURE = 75.0
"""Confidence from which a page is taken to stand upright: upside down, pages come under 55."""
AT_ONCE = max(1, min(2, cpu_count() or 1))
"""Tesseract takes about 90 MB for a photograph of 17 million pixels, the process itself 340."""
_LEFT_OVER = 0.01
"""Share of a page's ink outside of all words: 0.001 on pages of the demo that are read whole, 0.03
and more where a line is lost."""
_LARGER = 1.3
BROKEN_IMAGE = (OSError, ValueError, SyntaxError, RuntimeError, Image.DecompressionBombError)
"""What Pillow and pdfium raise of an image that is damaged in one of its many ways."""
_VERSION = b"upright-3"
"""Changes with how pages are recognised, so that what was kept before is not taken."""


class Desk:
    """Recognises in the background; `cache` is the folder where what was read is kept."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._pool = ThreadPoolExecutor(AT_ONCE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def recognise(self, image: Image.Image) -> Future[tuple[str, float]]:
        """Text and confidence of a grey image, when it is ready."""
        return self._pool.submit(self._once, image)

    def _once(self, image: Image.Image) -> tuple[str, float]:
        digest = blake2b(image.tobytes() + repr(image.size).encode() + _VERSION, digest_size=16)
        kept = self._cache / f"{digest.hexdigest()}.json" if self._cache else None
        if kept and kept.exists():
            text, confidence = json.loads(kept.read_text(encoding="utf-8"))
            return text, confidence
        found = read(image)
        if kept:
            _keep(kept, found)
        return found.text, found.confidence


@dataclass(frozen=True, slots=True)
class Picture:
    """A page to be recognised: its number, the file that shows it, how its image is had."""

    number: int
    path: Path
    image: Callable[[], Image.Image]


def in_order(pictures: Iterable[Picture], desk: Desk) -> Iterator[Found]:
    """Pages in their order, a few in work ahead of the one awaited."""
    waiting: list[tuple[Picture, Future[tuple[str, float]] | Missing]] = []
    for picture in pictures:
        yield Recognising()
        waiting.append((picture, _begun(picture, desk)))
        if len(waiting) > AT_ONCE:
            yield finished(*waiting.pop(0))
    for picture, work in waiting:
        yield Recognising()
        yield finished(picture, work)


def _begun(picture: Picture, desk: Desk) -> Future[tuple[str, float]] | Missing:
    try:
        return desk.recognise(picture.image())
    except BROKEN_IMAGE as error:
        why = str(error).replace(f"{picture.path.parent}/", "") or type(error).__name__
        return Missing(f"{picture.number}", say("broken_page", why=why))


def finished(picture: Picture, work: Future[tuple[str, float]] | Missing) -> Sheet | Missing:
    """The page when it is recognised, or why it could not be. Raises Refused, MemoryError."""
    if isinstance(work, Missing):
        return work
    number = picture.number
    try:
        text, confidence = work.result()
    except ocr.RecognitionSlowError:
        return Missing(f"{number}", say("page_slow", seconds=ocr.SECONDS))
    except pytesseract.TesseractNotFoundError as error:
        raise Refused.because("no_tesseract") from error
    except pytesseract.TesseractError as error:
        return Missing(f"{number}", say("broken_page", why=error.message.strip()[:200]))
    return Sheet(number, without_number(nfc(text), number), confidence, picture.path)


def read(image: Image.Image) -> ocr.Recognised:
    """A grey image of a page, made upright first. A blank one is surely empty."""
    if upright.blank(image):
        return ocr.Recognised("", 100.0)
    if not ocr.available():
        raise pytesseract.TesseractNotFoundError
    page = upright.level(upright.even(photograph.cut_out(image)))
    best = _whole(page)
    for turn in (Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270):
        if best.confidence >= SURE:
            break
        best = max(best, _whole(page.transpose(turn)), key=_worth)
    return best


def _whole(page: Image.Image) -> ocr.Recognised:
    """The layout of Tesseract leaves out a line of type now and then: where ink is left over,
    the page is read larger, and the reading that leaves less is taken."""
    best = ocr.recognise(page)
    if best.confidence < SURE or (left := upright.unread(page, best.boxes)) <= _LEFT_OVER:
        return best
    size = (round(page.width * _LARGER), round(page.height * _LARGER))
    if size[0] * size[1] > MOST_PIXELS:
        return best
    larger = page.resize(size, Image.Resampling.BICUBIC)
    again = ocr.recognise(larger)
    return again if upright.unread(larger, again.boxes) < left - _LEFT_OVER / 2 else best


def grey(image: Image.Image) -> Image.Image:
    """One channel, on white where it is clear, within MOST_PIXELS."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        image = Image.new("RGBA", clear.size, "white")
        image.alpha_composite(clear)
    deep = image.mode.startswith("I")
    shades = image.point(lambda value: value / 256).convert("L") if deep else image.convert("L")
    excess = (shades.width * shades.height / MOST_PIXELS) ** 0.5
    if excess <= 1:
        return shades
    size = (max(1, int(shades.width / excess)), max(1, int(shades.height / excess)))
    return shades.resize(size, Image.Resampling.BOX)


def without_number(text: str, number: int) -> str:
    """The page number printed at the foot is no part of the text."""
    head, mark, last = text.rstrip().rpartition("\n")
    if last.strip(" -–—[]()") == str(number) and (mark or not head):
        return head.rstrip() if mark else ""
    return text.rstrip()


def _worth(found: ocr.Recognised) -> float:
    """Much text that is sure: a page on its side gives a few signs, some of them sure."""
    return found.confidence * math.sqrt(min(len(found.text), 400))


def _keep(kept: Path, found: ocr.Recognised) -> None:
    """Raises Refused when the disk is full: what comes after could not be kept either."""
    whole = kept.with_suffix(".new")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps([found.text, found.confidence], ensure_ascii=False)
        whole.write_text(line, encoding="utf-8")
        whole.replace(kept)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Refused.because("disk_full") from error
        raise
