"""Files of web readers: kept beside their message, read for the barcode, shown small."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from io import BytesIO
from typing import Literal

from PIL import Image, ImageOps

from bot.delivery.inbox_door import Accept, InboxDoor
from bot.store.database import Transaction
from bot.store.files import Files, FullError, Kept, Sealed
from connectors.messages import Attachment, Inbound
from connectors.pictures import FAULTS, FORMATS
from connectors.web import Enclosure
from connectors.web.kinds import FORMS

SMALL = (480, 480)
"""Pixels: sharp in a bubble, about 25 kB."""
QUALITY = 72


class WebFiles:
    """What the web connector asks for about files."""

    def __init__(self, door: InboxDoor) -> None:
        self._door = door
        self._store = door.store
        self._files = Files(door.store.sealer)

    async def enclose(self, inbound: Inbound, file: Enclosure) -> Literal["fresh", "known", "full"]:
        """Message and file in one transaction. Raises StorageDownError."""
        key, form = secrets.token_hex(16), FORMS[file.kind]
        kept = Kept(file.kind, file.name, file.data)
        sealed = await asyncio.to_thread(self._files.sealed, key, kept)
        attachment = Attachment(form.kind, name=file.name or None, size=sealed.size, key=key)
        message = replace(inbound, attachments=(attachment,))
        try:
            fresh = await self._door.transact(
                lambda db, accept: self._keep(db, accept, message, sealed)
            )
        except FullError:
            return "full"
        return "fresh" if fresh else "known"

    def _keep(self, db: Transaction, accept: Accept, message: Inbound, file: Sealed) -> bool:
        if not accept(message):
            return False
        now = self._door.clock.now().timestamp()
        found = self._store.conversations.by_chat(db, message.channel, message.chat_key)
        if found is None:
            raise RuntimeError("a message was stored without its conversation")
        self._files.put(db, found.id, file, now)
        return True

    async def fetch(self, key: str) -> bytes | None:
        """A stored file, for the assistant itself."""
        found = await self._store.database.run(lambda db: self._files.get(db, key))
        return None if found is None else found.data

    async def thumbnail(self, chat_key: str, key: str) -> bytes | None:
        """The chat's own picture, small; None for anything else."""

        def look(db: Transaction) -> Kept | None:
            talk = self._store.conversations.by_chat(db, "web", chat_key)
            return None if talk is None else self._files.get(db, key, talk.id)

        found = await self._store.database.run(look)
        return None if found is None else await asyncio.to_thread(_small, found.data)


def _small(data: bytes) -> bytes | None:
    """A JPEG without what the camera wrote beside the picture; None for no picture."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            picture.draft("RGB", SMALL)
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except FAULTS:
        return None
    upright.thumbnail(SMALL)
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    out = BytesIO()
    ground.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
