"""Screenshots for the docs, small enough to keep."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

COLOURS = 64
"""Flat pages need no more; a phone screen is then about 15 kB."""


class Camera:
    """Takes pictures into a folder, or none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def take(self, page: Page, name: str) -> None:
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        page.wait_for_timeout(250)
        image = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
        image.save(self._folder / f"{name}.png", optimize=True)
