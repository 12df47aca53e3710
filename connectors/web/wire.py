"""JSON of the widget: messages in, bubbles out."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar

from pydantic import BaseModel, Field, ValidationError

from connectors.messages import Inbound
from connectors.web.model import HistoryItem, Talk

MAX_CHARS = 4_000
Body = TypeVar("Body", bound=BaseModel)


class After(BaseModel):
    """Who asks, the last bubble they have, and of which talk."""

    token: str = Field(max_length=200)
    after: int = Field(default=0, ge=0, lt=2**53)
    talk: str = Field(default="", max_length=64)


class Sent(BaseModel):
    """What the widget sends; `event_id` is its own and makes a repeat harmless."""

    event_id: str = Field(min_length=1, max_length=64)
    text: str = Field(max_length=MAX_CHARS)
    payload: str | None = Field(default=None, max_length=2_000)


class Moved(BaseModel):
    """A page whose message linked a card asks for the session that came of it."""

    token: str = Field(max_length=200)
    event_id: str = Field(min_length=1, max_length=64)


class Enclosing(BaseModel):
    """The words beside a file, and who sends it."""

    token: str = Field(max_length=200)
    event_id: str = Field(min_length=1, max_length=64)
    text: str = Field(default="", max_length=MAX_CHARS)


class Picture(BaseModel):
    """A page asks for a picture of its own."""

    token: str = Field(max_length=200)
    key: str = Field(min_length=1, max_length=32)


class Message(Sent):
    """The same over plain HTTP, where each call says who asks."""

    token: str = Field(max_length=200)


def read(kind: type[Body], raw: str | bytes) -> Body | None:
    """The body, its strings in NFC without NUL and lone surrogates; None when it has not the form.

    A phone that cuts a message inside an emoji sends half a surrogate pair: that is kept as a
    replacement sign instead of refused.
    """
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    return shaped(kind, value) if isinstance(value, dict) else None


def shaped(kind: type[Body], value: Mapping[str, object]) -> Body | None:
    """The same for what came as a form."""
    try:
        return kind.model_validate({str(k): clean(v) for k, v in value.items()})
    except (ValueError, RecursionError, ValidationError):
        return None


def event_name(chat_key: str, event_id: str) -> str:
    """A message's name in the inbox: its page's own, which is unique in its chat alone."""
    return f"{chat_key}:{event_id}"


def inbound(sent: Sent | Enclosing, chat_key: str, now: datetime) -> Inbound:
    """As the inbox takes it."""
    return Inbound(
        channel="web",
        event_id=event_name(chat_key, sent.event_id),
        chat_key=chat_key,
        text=sent.text,
        received_at=now,
        payload=sent.payload if isinstance(sent, Sent) else None,
    )


def news(talk: Talk) -> dict[str, Any]:
    """A talk as the widget draws it."""
    return {
        "items": [_bubble(item) for item in talk.items],
        "owner": talk.owner,
        "staff": talk.staff,
        "talk": talk.key,
    }


def _bubble(item: HistoryItem) -> dict[str, Any]:
    said = {"id": item.id, "who": item.who, "at": item.at, **asdict(item.reply)}
    if item.files:
        said["files"] = [{"kind": f.kind, "name": f.name, "key": f.key} for f in item.files]
    return said if item.event_id is None else {**said, "event_id": item.event_id}


def clean(value: object) -> object:
    if not isinstance(value, str):
        return value
    whole = value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", whole)
