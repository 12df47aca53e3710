"""What a reader sends besides words: a place, and a photo of a book's barcode."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from io import BytesIO

import zxingcpp
from PIL import Image

from bot.store.inbox import InboxRow
from connectors.pictures import FAULTS, FORMATS, MAX_PIXELS
from connectors.port import Channel, FetchesFiles

SIDE = 2_000
"""Pixels; a barcode is read as well at this size, and four times as fast."""
logger = logging.getLogger(__name__)


async def seen(row: InboxRow, channel: Channel | None) -> InboxRow:
    """The message with a found ISBN as its words, or a place as the question for the way."""
    if not row.files or row.payload is not None:
        return row
    if row.files[0].kind == "location" and not row.text.strip():
        return replace(row, payload="/location_contact")
    for file in row.files:
        if file.kind != "image" or not isinstance(channel, FetchesFiles):
            continue
        image = await channel.fetch(file)
        isbn = await asyncio.to_thread(isbn_in, image) if image else None
        if isbn is not None:
            return replace(row, text=f"{row.text} {isbn}".strip())
    return row


def isbn_in(image: bytes) -> str | None:
    """The ISBN of a barcode in the picture; None for any other bytes."""
    try:
        with Image.open(BytesIO(image), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return None
            picture.thumbnail((SIDE, SIDE))
            grey = picture.convert("L")
        codes = zxingcpp.read_barcodes(grey)
    except FAULTS:
        return None
    found = [code.text for code in codes if code.text.startswith(("978", "979"))]
    return next((text for text in found if len(text) == 13 and text.isdecimal()), None)
