"""What happens to a printed page on its way to a file: turned, skewed, photographed by hand."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

Wear = Callable[[Image.Image, random.Random], Image.Image]


def flat(page: Image.Image, draw: random.Random) -> Image.Image:
    """As printed."""
    return page


def turned(degrees: float) -> Wear:
    """Turned counter-clockwise on a white flatbed."""

    def worn(page: Image.Image, draw: random.Random) -> Image.Image:
        return page.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=250)

    return worn


def photographed(page: Image.Image, draw: random.Random) -> Image.Image:
    """By a phone held askew over a table: perspective, one-sided light, blur, noise."""
    width, height = page.size
    across, down = round(width * 1.18), round(height * 1.14)
    shifts = [draw.uniform(0.01, 0.045) for _ in range(8)]
    corners = [
        (across * shifts[0], down * shifts[1]),
        (across * (1 - shifts[2]), down * shifts[3]),
        (across * (1 - shifts[4]), down * (1 - shifts[5])),
        (across * shifts[6], down * (1 - shifts[7])),
    ]
    sheet = page.transform(
        (across, down), Image.Transform.PERSPECTIVE, _plan(corners, width, height),
        Image.Resampling.BICUBIC, fillcolor=70,
    )  # fmt: skip
    rows, columns = np.mgrid[0:down, 0:across].astype(np.float32)
    light = 0.95 - 0.4 * (columns / across * draw.random() + rows / down * draw.random()) / 1.2
    noise = np.random.default_rng(draw.randrange(1 << 30)).normal(0, 4, (down, across))
    lit = np.asarray(sheet, dtype=np.float32) * light + noise
    photo = Image.fromarray(np.clip(lit, 0, 255).astype(np.uint8))
    return photo.filter(ImageFilter.GaussianBlur(0.8))


def _plan(corners: list[tuple[float, float]], width: int, height: int) -> list[float]:
    """Of the transform that puts the page's corners there."""
    page = [(0, 0), (width, 0), (width, height), (0, height)]
    equations, values = [], []
    for (x, y), (u, v) in zip(corners, page, strict=True):
        equations.append([x, y, 1, 0, 0, 0, -u * x, -u * y])
        equations.append([0, 0, 0, x, y, 1, -v * x, -v * y])
        values += [u, v]
    return [float(each) for each in np.linalg.solve(np.array(equations), np.array(values))]


WEARS: dict[str, Wear] = {
    "flat": flat,
    "turned_90": turned(90),
    "turned_180": turned(180),
    "turned_270": turned(270),
    "skewed_3": turned(3),
    "skewed_-3": turned(-3),
    "photograph": photographed,
}
