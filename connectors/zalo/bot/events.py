"""Bodies of the Bot Platform, wrapped in `result` as documented or flat as seen live."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from clock import Clock
from connectors.limited import json_object, part, text_of
from connectors.messages import Attachment, AttachmentKind, Inbound
from connectors.port import RawRequest, Refusal
from connectors.split import clean

MAX_TEXT = 4_000
_KINDS: dict[str, AttachmentKind] = {
    "image": "image", "sticker": "sticker", "voice": "audio", "document": "file",
    "unsupported": "file",
}  # fmt: skip


def inbounds(request: RawRequest, channel: str, clock: Clock) -> tuple[Inbound, ...] | Refusal:
    """The reader's message in the body; other events give an empty tuple."""
    body = json_object(request.body)
    if isinstance(body, Refusal):
        return body
    event = part(body, "result") or body
    kind = text_of(event.get("event_name"), 60).removeprefix("message.").removesuffix(".received")
    message = part(event, "message")
    chat, sender = part(message, "chat"), part(message, "from")
    chat_key = clean(text_of(chat.get("id"), 64))
    group = text_of(chat.get("chat_type"), 20).upper() not in ("", "PRIVATE")
    if not chat_key or group or sender.get("is_bot") is True:
        return ()
    text = clean(text_of(message.get("text") or message.get("caption"), MAX_TEXT))
    files = _files(kind, message)
    if kind == "link" and not text:
        text = clean(text_of(message.get("url") or message.get("link"), 2_000))
    if not text and not files:
        return ()
    return (
        Inbound(
            channel=channel,
            event_id=_event_id(message, request.body),
            chat_key=chat_key,
            text=text,
            received_at=_when(message, clock),
            sender_name=clean(text_of(sender.get("display_name"), 100)) or None,
            attachments=files,
        ),
    )


def _files(kind: str, message: dict[str, Any]) -> tuple[Attachment, ...]:
    if kind not in _KINDS:
        return ()
    url = text_of(message.get("photo") or message.get("photo_url"), 2_000)
    if not url:
        url = text_of(message.get("voice_url") or message.get("url"), 2_000)
    return (Attachment(_KINDS[kind], url=clean(url) or None),)


def _event_id(message: dict[str, Any], body: bytes) -> str:
    given = clean(text_of(message.get("message_id"), 200))
    return given or f"body:{sha256(body).hexdigest()}"


def _when(message: dict[str, Any], clock: Clock) -> datetime:
    stamp = text_of(message.get("date"), 16)
    if stamp.isascii() and stamp.isdecimal() and len(stamp) == 13:
        return datetime.fromtimestamp(int(stamp) / 1000, UTC)
    return clock.now()
