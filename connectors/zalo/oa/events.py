"""Webhook bodies to messages and events. A click is a text that is its payload."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from clock import Clock
from connectors.limited import json_object, part, text_of
from connectors.messages import Attachment, AttachmentKind, Inbound
from connectors.port import ChannelEvent, EventKind, RawRequest, Refusal
from connectors.split import clean
from connectors.zalo.oa.render import PREFIX

MAX_TEXT = 4_000
MAX_FILES = 10
_PAYLOAD = re.compile(r"r1\.[0-9a-f]{22}|/[a-z_]{1,40}(?:\{.{0,900}\})?", re.DOTALL)
_KINDS: dict[str, AttachmentKind] = {
    "image": "image", "gif": "image", "video": "video", "audio": "audio", "file": "file",
    "sticker": "sticker", "location": "location", "business_card": "contact",
}  # fmt: skip
_RIGHTS = ("quyen", "data_subject", "deauthori", "revoke", "thu_hoi")
_ERASING = ("xoa", "delete", "erase", "remove", "thu_hoi", "revoke", "deauthori", "withdraw")
"""Zalo does not publish the name of the event; one that holds none of these asks in general."""
"""Zalo's data-subject event has no documented name: any that holds one of these is it."""
_INTERACTIONS = ("follow", "user_submit_info", "user_click_button", "user_click_chatnow")


def inbounds(request: RawRequest, channel: str, clock: Clock) -> tuple[Inbound, ...] | Refusal:
    """The reader's message in the body, if it is one."""
    body = json_object(request.body)
    if isinstance(body, Refusal):
        return body
    name = text_of(body.get("event_name"), 80)
    reader = clean(text_of(part(body, "sender").get("id"), 64))
    if not name.startswith("user_send_") or not reader:
        return ()
    message = part(body, "message")
    text, payload = _pressed(clean(text_of(message.get("text"), MAX_TEXT)))
    files = _files(message, name)
    if name == "user_send_link" and not text:
        text = next((file.url for file in files if file.url), "")
    return (
        Inbound(
            channel=channel,
            event_id=_event_id(message, request.body),
            chat_key=reader,
            text=text,
            received_at=_when(body, clock),
            payload=payload,
            attachments=tuple(file for file in files if name != "user_send_link"),
        ),
    )


def events(request: RawRequest, channel: str, clock: Clock) -> tuple[ChannelEvent, ...]:
    """What else the body tells."""
    body = json_object(request.body)
    if isinstance(body, Refusal):
        return ()
    name = text_of(body.get("event_name"), 80)
    kind = _kind(name)
    if kind is None:
        return ()
    message = part(body, "message")
    reader = part(body, "recipient" if kind == "staff" else "sender").get("id")
    reader = reader or part(body, "follower").get("id") or part(body, "user").get("id")
    reader = reader or body.get("user_id")
    return (
        ChannelEvent(
            kind=kind,
            channel=channel,
            event_id=_event_id(message, request.body),
            chat_key=clean(text_of(reader, 64)),
            at=_when(body, clock),
            text=clean(text_of(message.get("text"), MAX_TEXT)),
            receipt=text_of(message.get("msg_id"), 200) or None,
            data={"name": name} | ({"erase": "1"} if _erasing(kind, name) else {}),
        ),
    )


def _kind(name: str) -> EventKind | None:
    if name.startswith("oa_send_"):
        return "staff"
    if name == "unfollow":
        return "stopped"
    if name in _INTERACTIONS:
        return "interaction"
    return "rights" if any(word in name.lower() for word in _RIGHTS) else None


def _erasing(kind: EventKind, name: str) -> bool:
    return kind == "rights" and any(word in name.lower() for word in _ERASING)


def _pressed(text: str) -> tuple[str, str | None]:
    """(text, None), or ("", payload) for what one of our buttons sent."""
    if not text.startswith(PREFIX):
        return text, None
    payload = text[len(PREFIX) :]
    return ("", payload) if _PAYLOAD.fullmatch(payload) else (text, None)


def _files(message: dict[str, Any], name: str) -> tuple[Attachment, ...]:
    """A message of a kind that carries one has one, even if Zalo left out where it is."""
    listed = message.get("attachments")
    items = listed[:MAX_FILES] if isinstance(listed, list) else []
    found = tuple(file for item in items if (file := _file(item)) is not None)
    kind = _KINDS.get(name.removeprefix("user_send_"))
    if kind == "contact":
        # Zalo sends a card as a link; whose it is, is not kept.
        return (Attachment("contact"),)
    return found or ((Attachment(kind),) if kind else ())


def _file(item: object) -> Attachment | None:
    if not isinstance(item, dict):
        return None
    kind = text_of(item.get("type"), 20)
    payload = part(item, "payload")
    url = clean(text_of(payload.get("url"), 2_000)) or None
    if kind == "link":
        return Attachment("file", url=url)
    known = _KINDS.get(kind)
    name = clean(text_of(payload.get("name"), 200)) or None
    return None if known is None else Attachment(known, url=url, name=name)


def _event_id(message: dict[str, Any], body: bytes) -> str:
    """Zalo's message id; the body's digest where there is none."""
    given = clean(text_of(message.get("msg_id"), 200))
    return given or f"body:{sha256(body).hexdigest()}"


def _when(body: dict[str, Any], clock: Clock) -> datetime:
    stamp = text_of(body.get("timestamp"), 16)
    if stamp.isascii() and stamp.isdecimal() and len(stamp) == 13:
        return datetime.fromtimestamp(int(stamp) / 1000, UTC)
    return clock.now()
