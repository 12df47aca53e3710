"""A page photographed with its surroundings: cut out along its four corners, made square."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import label

_SMALL = 400
"""Longest side at which the sheet is looked for."""
_LEAST, _MOST = 0.25, 0.97
"""Share of the picture that a sheet with surroundings covers."""
_SOLID = 0.93
"""Share of the quadrilateral that must be sheet, and of the sheet that must lie within."""


def cut_out(image: Image.Image) -> Image.Image:
    """The sheet alone; a picture without a bright sheet on a darker ground is left as it is."""
    scale = _SMALL / max(image.size)
    if scale >= 1:
        return image
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    small = image.resize(size, Image.Resampling.BOX).filter(ImageFilter.MaxFilter(9))
    small = small.filter(ImageFilter.MinFilter(9))
    corners = _corners(_sheet(np.asarray(small)))
    if corners is None:
        return image
    return _squared(image, (corners + 0.5) / scale)


def _sheet(grey: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The bright ground that holds the middle of the picture."""
    bright = grey > _threshold(grey)
    height, width = bright.shape
    near = bright[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3]
    rows, columns = np.nonzero(near)
    if not len(rows):
        return np.zeros_like(bright)
    middle = len(rows) // 2
    seed = (int(rows[middle]) + height // 3, int(columns[middle]) + width // 3)
    grounds, _ = label(bright)
    sheet: NDArray[np.bool_] = grounds == grounds[seed]
    return sheet


def _threshold(grey: NDArray[np.uint8]) -> int:
    """Otsu's: the level that parts the picture into the two most different halves."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    return int(np.nanargmax(apart)) if np.isfinite(apart).any() else 255


def _corners(sheet: NDArray[np.bool_]) -> NDArray[np.float64] | None:
    """Upper left, upper right, lower right, lower left as (x, y); None where it is no sheet."""
    rows, columns = np.nonzero(sheet)
    share = len(rows) / sheet.size
    if not _LEAST < share < _MOST:
        return None
    points = np.stack([columns, rows], axis=1).astype(np.float64)
    along, across = points.sum(axis=1), points[:, 0] - points[:, 1]
    found = points[[along.argmin(), across.argmax(), along.argmax(), across.argmin()]]
    drawn = Image.new("1", sheet.shape[::-1])
    ImageDraw.Draw(drawn).polygon([(float(x), float(y)) for x, y in found], fill=1)
    within = np.asarray(drawn)
    both = (within & sheet).sum()
    solid = both >= _SOLID * within.sum() and both >= _SOLID * len(rows)
    return found if solid else None


def _squared(image: Image.Image, corners: NDArray[np.float64]) -> Image.Image:
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = round(max(sides[0], sides[2])), round(max(sides[1], sides[3]))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float64)
    equations = []
    for (x, y), (u, v) in zip(target, corners, strict=True):
        equations.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        equations.append([0, 0, 0, x, y, 1, -v * x, -v * y])
    try:
        plan = np.linalg.solve(np.array(equations), corners.ravel())
    except np.linalg.LinAlgError:
        return image
    return image.transform(
        (width, height),
        Image.Transform.PERSPECTIVE,
        [float(each) for each in plan],
        Image.Resampling.BICUBIC,
        fillcolor=255,
    )
