"""The message model: what every channel speaks on our side.

Frozen and plain, so that a reply can be stored, replayed and rendered anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

AttachmentKind = Literal[
    "image", "file", "audio", "video", "sticker", "location", "contact", "other"
]
Rights = Literal["open", "on_site"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something sent besides text. `url` is where the channel keeps it, if anywhere; `key` is
    the channel's own name of a file that must be asked for."""

    kind: AttachmentKind
    url: str | None = None
    name: str | None = None
    size: int | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """One event from a reader.

    `event_id` is unique within `channel` and is the deduplication key. `chat_key` names the
    conversation on that channel (order is kept per chat_key). `text` is NFC, as typed.
    `payload` is set when a button was pressed; `text` then holds its title. `ref` is the channel's
    own name of the message, by which it may be edited later; `thread` the part of the chat that
    the answer belongs into. Events of one `act` (the pictures of an album) are one message; what
    is `unfinished` (a long text that the reader's app has cut) goes on in the next.
    """

    channel: str
    event_id: str
    chat_key: str
    text: str
    received_at: datetime
    sender_name: str | None = None
    payload: str | None = None
    attachments: tuple[Attachment, ...] = ()
    ref: str | None = None
    thread: str | None = None
    act: str | None = None
    unfinished: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """A choice. Pressing it sends `payload`; with `url` it opens a page instead."""

    title: str
    payload: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One work or loan in a list: `title`, a line below it, a few `facts` lines, buttons."""

    title: str
    subtitle: str = ""
    facts: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Where an answer stands: the same object on every channel and at the desk."""

    work_id: str
    title: str
    author: str
    page: int | None
    quote: str
    url: str
    image_url: str | None = None
    rights: Rights = "open"


@dataclass(frozen=True, slots=True)
class Reply:
    """One bubble to the reader. `sender` tells who speaks."""

    text: str
    buttons: tuple[Button, ...] = ()
    cards: tuple[Card, ...] = ()
    citations: tuple[Citation, ...] = ()
    sender: Literal["bot", "librarian", "system"] = "bot"
    sender_name: str | None = None


def joined(replies: Sequence[Reply]) -> Reply:
    """One bubble that says all, in the first one's voice; equal buttons and citations stand
    once."""
    return replace(
        replies[0],
        text="\n\n".join(reply.text for reply in replies if reply.text),
        buttons=tuple(dict.fromkeys(button for reply in replies for button in reply.buttons)),
        cards=tuple(card for reply in replies for card in reply.cards),
        citations=tuple(dict.fromkeys(cited for reply in replies for cited in reply.citations)),
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """How many messages a second a channel bears: to one chat, and to all together."""

    per_chat: float
    overall: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What typing `number` means after this reply."""

    number: int
    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a channel can show. Zero buttons means numbered text instead.

    `payload_bytes` is the most a button can carry: longer payloads, and those that must not be
    seen, travel as short keys. `turn_messages` is the most one turn may send.
    """

    max_chars: int
    buttons: int
    button_title_chars: int
    cards: bool
    push: bool
    typing: bool
    free_window_hours: int | None = None
    hard_window_hours: int | None = None
    payload_bytes: int | None = None
    turn_messages: int | None = None
    rate: Rate | None = None


@dataclass(frozen=True, slots=True)
class Rendered:
    """Payloads ready to send, in order, what the channel could not carry, and what the numbers
    in the text stand for."""

    payloads: tuple[dict[str, object], ...]
    dropped: tuple[str, ...] = field(default=())
    choices: tuple[Choice, ...] = field(default=())
