"""Image files: every frame a page, turned as its camera says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from PIL import Image, ImageOps

from retrieval.ingest.documents.recognise import BROKEN_IMAGE, MOST_PIXELS, Picture, grey

SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".jp2", ".webp", ".bmp", ".gif")


def pictures(files: Iterable[Path]) -> Iterator[Picture]:
    """Every frame of the files, numbered through."""
    number = 0
    for path in files:
        for index in range(_frames(path)):
            number += 1
            yield Picture(number, path, partial(frame, path, index))


def frame(path: Path, index: int) -> Image.Image:
    """Grey and upright by EXIF. A large JPEG is unpacked at a fraction of its size.

    Raises one of BROKEN_IMAGE.
    """
    with Image.open(path) as file:
        if index:
            file.seek(index)
        if file.format == "JPEG" and file.width * file.height > MOST_PIXELS:
            file.draft("L", (file.width // 2, file.height // 2))
        ImageOps.exif_transpose(file, in_place=True)
        return grey(file)


def _frames(path: Path) -> int:
    """One of a file that is no image, too: it is a page that can't be read."""
    try:
        with Image.open(path) as file:
            return int(getattr(file, "n_frames", 1))
    except BROKEN_IMAGE:
        return 1
