"""Text of a page image by Tesseract, with its confidence."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass

import pytesseract
from PIL.Image import Image

LANGUAGE = "vie"
os.environ.setdefault("OMP_THREAD_LIMIT", "1")  # one page a core beats one page on all cores


@dataclass(frozen=True, slots=True)
class Recognised:
    """Text in reading order, paragraphs apart, and the mean word confidence (0..100)."""

    text: str
    confidence: float


def available() -> bool:
    """Whether Tesseract with its Vietnamese data is installed."""
    return shutil.which("tesseract") is not None and LANGUAGE in pytesseract.get_languages()


def recognise(image: Image) -> Recognised:
    """Raises pytesseract.TesseractError."""
    data = pytesseract.image_to_data(
        image, lang=LANGUAGE, config="--psm 6", output_type=pytesseract.Output.DICT
    )
    paragraphs: list[list[str]] = []
    place: tuple[int, int] | None = None
    sure: list[float] = []
    for at, word in enumerate(data["text"]):
        if not word.strip():
            continue
        here = (data["block_num"][at], data["par_num"][at])
        if here != place:
            paragraphs.append([])
            place = here
        paragraphs[-1].append(word)
        sure.append(float(data["conf"][at]))
    text = "\n\n".join(" ".join(words) for words in paragraphs)
    return Recognised(text, sum(sure) / len(sure) if sure else 0.0)
