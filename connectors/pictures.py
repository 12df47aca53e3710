"""What a stranger's picture may be, and how opening it fails."""

from __future__ import annotations

from PIL import Image, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 40_000_000
"""A phone's photo is 12 to 50 million; larger ones are not opened."""
FAULTS = (
    UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError,
    Image.DecompressionBombError,
)  # fmt: skip
"""Whatever Pillow raises at damaged bytes."""
