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
from connectors.zalo.oa.api import ANONYMOUS
from connectors.zalo.oa.render import PREFIX

MAX_TEXT = 4_000
MAX_FILES = 10
_PAYLOAD = re.compile(r"r1\.[0-9a-f]{22}|/[a-z_]{1,40}(?:\{.{0,900}\})?", re.DOTALL)
_KINDS: dict[str, AttachmentKind] = {
    "image": "image", "gif": "image", "video": "video", "audio": "audio", "file": "file",
    "sticker": "sticker", "location": "location", "business_card": "contact",
}  # fmt: skip
_WITHDRAWN = ("deauthori", "revoke", "withdr", "thu_hoi", "rut_", "huy_dong_y", "opt_out")
_RIGHTS = ("quyen", "data_subject", *_WITHDRAWN)
"""Zalo's data-subject event has no documented name: any that holds one of these is it."""
_ERASING = ("xoa", "delete", "erase", "remove", *_WITHDRAWN)
"""Zalo does not publish the name of the event; one that holds none of these asks in general."""
_TAKEN_BACK = re.compile(r"^(revoked|withdrawn|withdrew|thu_hoi)$", re.IGNORECASE)
_GROUP = re.compile(r"(^|_)group(_|$)")
_OF_THE_APP = ("permission_revoked",)
"""The library's administrator took the app's permission: no reader's request."""
SENDS = ("user_send_", "anonymous_send_")
_INTERACTIONS = ("follow", "user_submit_info", "user_click_button", "user_click_chatnow")


def inbounds(request: RawRequest, channel: str, clock: Clock) -> tuple[Inbound, ...] | Refusal:
    """The reader's message in the body, if it is one."""
    body = json_object(request.body)
    if isinstance(body, Refusal):
        return body
    name = text_of(body.get("event_name"), 80)
    if not name.startswith(SENDS) or _GROUP.search(name):
        return ()
    message = part(body, "message")
    reader = _chat(body, name, "interaction")
    if not reader:
        return ()
    kind = name[name.index("_send_") + len("_send_") :]
    text, payload = _pressed(clean(text_of(message.get("text"), MAX_TEXT)))
    files = _files(message, kind)
    if kind == "link" and not text:
        text = next((file.url for file in files if file.url), "")
    return (
        Inbound(
            channel=channel,
            event_id=_event_id(message, request.body),
            chat_key=reader,
            text=text,
            received_at=_when(body, clock),
            payload=payload,
            attachments=tuple(file for file in files if kind != "link"),
        ),
    )


def events(request: RawRequest, channel: str, clock: Clock) -> tuple[ChannelEvent, ...]:
    """What else the body tells."""
    body = json_object(request.body)
    if isinstance(body, Refusal):
        return ()
    name = text_of(body.get("event_name"), 80)
    kind = _kind(name, body)
    if kind is None:
        return ()
    message = part(body, "message")
    return (
        ChannelEvent(
            kind=kind,
            channel=channel,
            event_id=_event_id(message, request.body),
            chat_key=_chat(body, name, kind),
            at=_when(body, clock),
            text=clean(text_of(message.get("text"), MAX_TEXT)),
            receipt=text_of(message.get("msg_id"), 200) or None,
            data={"name": name} | ({"erase": "1"} if _erasing(kind, name, body) else {}),
        ),
    )


def _kind(name: str, body: dict[str, Any]) -> EventKind | None:
    """What the OA says by itself (a greeting, a request for consent) and what we sent come back
    alike; a person who writes in Zalo's own app is named."""
    if _GROUP.search(name) or name in _OF_THE_APP:
        return None
    if name.startswith("oa_send_"):
        return "staff" if _person(body) else "echo"
    if name == "unfollow":
        return "stopped"
    if name in _INTERACTIONS:
        return "interaction"
    if any(word in name.lower() for word in _RIGHTS):
        return "rights"
    return "rights" if _takes_back(name, body) else None


def _person(body: dict[str, Any]) -> bool:
    places = (body, part(body, "sender"), part(body, "message"))
    return any(text_of(place.get("admin_id"), 64).strip(" 0") for place in places)


def _takes_back(name: str, body: dict[str, Any]) -> bool:
    """An event of a consent or permission that says in a field of its own that it is withdrawn."""
    if "consent" not in name.lower() and "permission" not in name.lower():
        return False
    places = (body, part(body, "message"), part(body, "info"), part(body, "consent"))
    return any(_TAKEN_BACK.match(text_of(said, 40)) for place in places for said in place.values())


def _chat(body: dict[str, Any], name: str, kind: EventKind) -> str:
    """Whose event it is; a reader without an account is known in one conversation alone."""
    reader = part(body, "recipient" if kind in ("staff", "echo") else "sender").get("id")
    reader = reader or part(body, "follower").get("id") or part(body, "user").get("id")
    known = clean(text_of(reader or body.get("user_id"), 64))
    if "anonymous" not in name or not known:
        return known
    talk = part(body, "message").get("conversation_id") or body.get("conversation_id")
    return f"{ANONYMOUS}{known}:{clean(text_of(talk, 64))}"


def _erasing(kind: EventKind, name: str, body: dict[str, Any]) -> bool:
    named = any(word in name.lower() for word in _ERASING)
    return kind == "rights" and (named or _takes_back(name, body))


def _pressed(text: str) -> tuple[str, str | None]:
    """(text, None), or ("", payload) for what one of our buttons sent."""
    if not text.startswith(PREFIX):
        return text, None
    payload = text[len(PREFIX) :]
    return ("", payload) if _PAYLOAD.fullmatch(payload) else (text, None)


def _files(message: dict[str, Any], sent: str) -> tuple[Attachment, ...]:
    """A message of a kind that carries one has one, even if Zalo left out where it is."""
    listed = message.get("attachments")
    items = listed[:MAX_FILES] if isinstance(listed, list) else []
    found = tuple(file for item in items if (file := _file(item)) is not None)
    kind = _KINDS.get(sent)
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
