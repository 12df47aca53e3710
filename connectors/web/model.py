"""What crosses the web connector's seam."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import APIRouter

from connectors.messages import Attachment, Inbound, Reply, Rights
from connectors.port import Channel
from connectors.web.kinds import FileKind


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One bubble of the transcript. `id` grows within a conversation, `at` is epoch seconds."""

    id: int
    who: str
    reply: Reply
    at: float
    event_id: str | None = None
    """The widget's own id of a reader's message, by which it knows its bubble again."""
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """What a page of the chat is told: new bubbles, and who answers.

    `key` changes when the reader had everything erased: what a page shows of the old talk goes.
    `staff` is the librarian's name while one holds the conversation.
    """

    items: tuple[HistoryItem, ...] = ()
    owner: Literal["bot", "queue", "librarian", "closed"] = "bot"
    staff: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file beside a message: `kind` by its content, `name` fit to be shown."""

    kind: FileKind
    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a digitized document, 1-based."""

    work_id: str
    title: str
    author: str
    page: int
    pages: int
    text: str
    rights: Rights
    has_image: bool


@dataclass(frozen=True, slots=True)
class WebConnector:
    """The channel replies leave by, and the routes readers come in by."""

    channel: Channel
    router: APIRouter


History = Callable[[str, int], Awaitable[Talk]]
Follow = Callable[[str, str], Awaitable[str | None]]
"""(chat key, the widget's own id of a message) -> the chat key that it was moved to."""
Enclose = Callable[[Inbound, Enclosure], Awaitable[Literal["fresh", "known", "full"]]]
"""Stores message and file in one transaction, then returns; `known`: this event was stored
before; `full`: no more files are taken just now. Raises what `Accept` raises."""
Thumbnail = Callable[[str, str], Awaitable[bytes | None]]
"""(chat key, a file's key) -> a small JPEG of the chat's own picture; None when it has none."""
Fetch = Callable[[str], Awaitable[bytes | None]]
"""A stored file by its key."""
PageSource = Callable[[str, int], Awaitable[PageView | None]]
ImageSource = Callable[[str, int], Awaitable[bytes | None]]
