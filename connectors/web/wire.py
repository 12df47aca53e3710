"""JSON of the widget: messages in, bubbles out."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from connectors.messages import Inbound
from connectors.web.model import HistoryItem

MAX_CHARS = 4_000


class Sent(BaseModel):
    """What the widget sends; `event_id` is its own and makes a repeat harmless."""

    event_id: str = Field(min_length=1, max_length=64)
    text: str = Field(max_length=MAX_CHARS)
    payload: str | None = Field(default=None, max_length=2_000)


def inbound(sent: Sent, chat_key: str, now: datetime) -> Inbound:
    """NFC, without NUL and lone surrogates."""
    return Inbound(
        channel="web",
        event_id=f"{chat_key}:{_clean(sent.event_id)}",
        chat_key=chat_key,
        text=_clean(sent.text),
        received_at=now,
        payload=None if sent.payload is None else _clean(sent.payload),
    )


def bubble(item: HistoryItem) -> dict[str, Any]:
    """One history item as the widget draws it."""
    return {"id": item.id, "who": item.who, "at": item.at, **asdict(item.reply)}


def _clean(text: str) -> str:
    whole = text.replace("\0", "").encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", whole)
