"""A page image made upright: its lines level, within a quarter turn; light and paper evened.

The angle is that at which the ink falls into the sharpest rows (projection profile, Postl 1986).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

WIDEST = 15.0
"""Degrees of skew looked for on either side."""
_SMALL = 900
"""Longest side at which the angle is looked for: a line of type is still four pixels high."""
_LEAST = 0.15
"""Degrees below which turning would cost sharpness for nothing."""
_TYPE = 0.25
"""How dark against the paper type is at least."""
_BAND = 256
"""Rows lit at a time, so that a large photograph is never whole in floating point."""
_UNEVEN = 12.0
"""Grey levels between the bright and the dark tenth of the paper that lamps and folds leave."""


def even(image: Image.Image) -> Image.Image:
    """The paper white where shadows lie on it; an evenly lit page is left as it is."""
    width, height = image.size
    small = image.resize((max(1, width // 16), max(1, height // 16)), Image.Resampling.BOX)
    paper = small.filter(ImageFilter.MaxFilter(5)).filter(ImageFilter.GaussianBlur(3))
    levels = np.asarray(paper, dtype=np.float32)
    if np.percentile(levels, 90) - np.percentile(levels, 10) < _UNEVEN:
        return image
    ground = np.asarray(paper.resize(image.size, Image.Resampling.BICUBIC))
    page = np.array(image)
    for top in range(0, height, _BAND):
        band = slice(top, top + _BAND)
        share = page[band] / np.maximum(ground[band], 8).astype(np.float32)
        page[band] = np.minimum(share, 1.0) * 255
    return Image.fromarray(page)


def level(image: Image.Image) -> Image.Image:
    """Turned so that its lines are level; the turn left over is a half (or a quarter where the
    page has too little text to tell)."""
    ink = _ink(image)
    lying, standing = _angle(ink), _angle(np.rot90(ink))
    if standing[1] > 1.2 * lying[1]:
        image, angle = image.transpose(Image.Transpose.ROTATE_90), standing[0]
    else:
        angle = lying[0]
    if abs(angle) < _LEAST:
        return image
    return image.rotate(-angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def blank(image: Image.Image) -> bool:
    """Whether there is nothing on the page that could be type."""
    ink = _ink(image)
    return bool(ink.max(initial=0.0) < 0.12)


def unread(image: Image.Image, boxes: Iterable[tuple[int, int, int, int]]) -> float:
    """Share of the ink that lies in none of the boxes (left, top, right, bottom)."""
    ink = _ink(image)
    ink[ink < _TYPE] = 0.0
    whole = float(ink.sum())
    scale = ink.shape[0] / image.height
    for left, top, right, bottom in boxes:
        rows = slice(max(0, int(top * scale) - 1), int(bottom * scale) + 2)
        ink[rows, max(0, int(left * scale) - 1) : int(right * scale) + 2] = 0.0
    return float(ink.sum()) / whole if whole else 0.0


def _ink(image: Image.Image) -> NDArray[np.float32]:
    """How dark against the paper, 0..1, at the size where the angle is looked for."""
    scale = min(1.0, _SMALL / max(image.size))
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    grey = np.asarray(image.resize(size, Image.Resampling.BOX), dtype=np.float32)
    paper = float(np.percentile(grey, 90))
    ink: NDArray[np.float32] = np.clip((paper - grey) / max(paper, 1.0), 0.0, 1.0)
    return ink


def _angle(ink: NDArray[np.float32]) -> tuple[float, float]:
    """Degrees to turn by, clockwise, and how sharp the rows are then."""
    rows, columns = np.nonzero(ink > _TYPE)
    if len(rows) < 50:
        return 0.0, 0.0
    weights = ink[rows, columns]
    x = columns - ink.shape[1] / 2
    best = (0.0, 0.0)
    for step, reach in ((1.0, WIDEST), (0.25, 1.0), (0.05, 0.25)):
        middle = best[0]
        for angle in np.arange(middle - reach, middle + reach + step / 2, step):
            sharp = _sharpness(rows, x, weights, float(angle))
            if sharp > best[1] * 1.0001:
                best = (float(angle), sharp)
    return best


def _sharpness(rows: Any, x: Any, weights: Any, angle: float) -> float:
    """Mean square of the change from row to row, so that rows full of ink do not count as such."""
    turned = rows + x * np.tan(np.radians(angle))
    turned -= turned.min()
    profile = np.bincount(turned.astype(np.int64), weights=weights)
    return float(np.square(np.diff(profile)).sum())
