"""Text of a page image by Tesseract, with its confidence."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from tempfile import NamedTemporaryFile

import pytesseract
from PIL.Image import Image

LANGUAGE = "vie"
SECONDS = 60
"""Longest that one page may take."""
_LAYOUT, _ONE_BLOCK = "--psm 3", "--psm 6"
"""Its own page layout, which reads columns as columns; a lone line it may take for a picture."""
os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # one page a core beats one page on all cores


Box = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels of the image."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Text in reading order, paragraphs apart, and the mean word confidence (0..100)."""

    text: str
    confidence: float
    boxes: tuple[Box, ...] = ()
    """Where its words stand."""


class RecognitionSlowError(Exception):
    """The page took longer than SECONDS."""


def available() -> bool:
    """Whether Tesseract with its Vietnamese data is installed."""
    return shutil.which("tesseract") is not None and LANGUAGE in pytesseract.get_languages()


def recognise(image: Image) -> Recognised:
    """An upright page. Raises pytesseract.TesseractError, RecognitionSlowError."""
    found = _read(image, _LAYOUT)
    return found if found.text else _read(image, _ONE_BLOCK)


def _read(image: Image, layout: str) -> Recognised:
    try:
        with NamedTemporaryFile(suffix=".bmp") as file:  # packing it as PNG takes longer
            image.save(file)
            file.flush()
            data = pytesseract.image_to_data(
                file.name,
                lang=LANGUAGE,
                config=layout,
                output_type=pytesseract.Output.DICT,
                timeout=SECONDS,
            )
    except pytesseract.TesseractError:
        raise
    except RuntimeError as error:  # how pytesseract says that the time was up
        raise RecognitionSlowError from error
    paragraphs: list[list[str]] = []
    place: tuple[int, int] | None = None
    sure: list[float] = []
    boxes: list[Box] = []
    for at, word in enumerate(data["text"]):
        if not word.strip():
            continue
        here = (data["block_num"][at], data["par_num"][at])
        if here != place:
            paragraphs.append([])
            place = here
        paragraphs[-1].append(word)
        sure.append(float(data["conf"][at]))
        left, top = data["left"][at], data["top"][at]
        boxes.append((left, top, left + data["width"][at], top + data["height"][at]))
    text = "\n\n".join(" ".join(words) for words in paragraphs)
    return Recognised(text, sum(sure) / len(sure) if sure else 0.0, tuple(boxes))
