"""Files of readers over plain HTTP: a photo of a barcode, a document for the librarian."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request, Response
from starlette import status as codes
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException as Refused
from starlette.requests import ClientDisconnect

from connectors.filename import tidy
from connectors.web import wire
from connectors.web.chat import Chat, formed
from connectors.web.kinds import FORMS, kind_of
from connectors.web.limits import Window
from connectors.web.model import Enclose, Enclosure, Thumbnail
from words import say

PATH = "/chat/files"
PER_MINUTE = 6
"""Files one reader may send in a minute."""
ADDRESS_PER_MINUTE = 60
"""From one address, where a school's whole class may sit; asked before a body is read."""
MAX_FILE = 5_000_000
"""Bytes. The widget makes about 300 kB of a photo; a scanned form has a few MB."""
MAX_BODY = MAX_FILE + 32_000
"""With the words and the form around the file."""
MAX_FIELD = 20_000
"""Bytes of a field: 4,000 characters of Vietnamese have 12,000 at most."""
_ESCAPED = re.compile(r"%22|%0D|%0A")
"""How browsers write what would end a name in a form."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes work with besides the chat itself."""

    enclose: Enclose
    thumbnail: Thumbnail
    sending: Window
    arriving: Window


def routes(chat: Chat, desk: Desk) -> APIRouter:
    """`/chat/files`, `/chat/files/picture`."""
    router = APIRouter(prefix=PATH, include_in_schema=False, route_class=chat.origins.route())

    @router.post("")
    async def files(request: Request) -> dict[str, bool]:
        origin = chat.site(request)
        address = request.client.host if request.client else ""
        if not desk.arriving.allows(address, chat.clock.now().timestamp()):
            raise HTTPException(429, say("refusals", "file_too_fast"))
        body, upload = await _form(request)
        chat_key = chat.reader(body.token, origin)
        now = chat.clock.now()
        if not desk.sending.allows(chat_key, now.timestamp()):
            raise HTTPException(429, say("refusals", "file_too_fast"))
        enclosure = await asyncio.to_thread(_known, upload)
        kept = await desk.enclose(wire.inbound(body, chat_key, now), enclosure)
        if kept == "full":
            raise HTTPException(429, say("refusals", "files_full"))
        return {"fresh": kept == "fresh"}

    @router.post("/picture")
    async def picture(request: Request) -> Response:
        body = formed(wire.read(wire.Picture, await request.body()))
        chat_key = chat.reader(body.token, chat.site(request))
        found = await desk.thumbnail(chat_key, body.key)
        if found is None:
            raise HTTPException(404, say("refusals", "file_missing"))
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return Response(found, media_type="image/jpeg", headers=headers)

    return router


async def _form(request: Request) -> tuple[wire.Enclosing, tuple[str, bytes]]:
    """The fields, and the file's name and bytes. Raises HTTPException 400, 413."""
    try:
        async with request.form(max_files=1, max_fields=6, max_part_size=MAX_FIELD) as form:
            upload = form.get("file")
            fields = {name: value for name, value in form.items() if name != "file"}
            if not isinstance(upload, UploadFile):
                raise HTTPException(400, "no file")
            if (upload.size or 0) > MAX_FILE:
                raise HTTPException(413, say("refusals", "file_too_large"))
            name, data = str(wire.clean(upload.filename or "")), await upload.read()
    except ClientDisconnect as gone:
        raise HTTPException(400, say("refusals", "file_broken_off")) from gone
    except Refused as refusal:
        if refusal.status_code == codes.HTTP_400_BAD_REQUEST:
            formed(None)
        raise
    return formed(wire.shaped(wire.Enclosing, fields)), (name, data)


def _known(upload: tuple[str, bytes]) -> Enclosure:
    """Raises HTTPException 415 for a kind that is not taken."""
    name, data = upload
    kind = kind_of(data)
    if kind is None:
        raise HTTPException(415, say("refusals", "file_wrong_kind"))
    return Enclosure(kind, _named(tidy(_ESCAPED.sub(" ", name)), FORMS[kind].ending), data)


def _named(name: str, ending: str) -> str:
    """The name with the ending of what the file is; empty stays empty."""
    right = (".jpg", ".jpeg") if ending == "jpg" else (f".{ending}",)
    return name if not name or name.lower().endswith(right) else f"{name}.{ending}"
